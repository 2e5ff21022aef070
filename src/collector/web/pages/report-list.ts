/** Every report, the newest first, a page at a time. */
import { html } from '../../../report/render/html/html.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import type { Answer } from '../answer/answer.ts';
import type { ReportPage } from '../data/reading.ts';
import { hangAddress, reportsAddress } from '../query/addresses.ts';
import type { ReportQuery } from '../query/read-query.ts';
import { OUTCOMES } from '../query/read-query.ts';
import { noReports } from './empty.ts';
import { choice, filterForm } from './filter-form.ts';
import { page } from './page.ts';
import { reportTable } from './report-table.ts';

export function reportListPage({ reports, next }: ReportPage, query: ReportQuery, nowMs: number): Answer {
  const { before, limit, fingerprint, ...filters } = query;
  const isFiltered = fingerprint !== null || Object.values(filters).some((value) => value !== null);
  const outcomes = [['', 'any'] as const, ...OUTCOMES.map((outcome) => [outcome, outcome] as const)];
  const more = html`${choice('outcome', 'Outcome', query.outcome, outcomes)}${fingerprint === null ? null : html`<input type="hidden" name="fingerprint" value="${fingerprint}">`}`;
  const older = next === null ? null : reportsAddress({ ...query, before: next });
  return page({
    title: 'Reports',
    place: 'reports',
    content: [
      html`<header><h1>Reports</h1>${fingerprint === null ? null : html`<p>of one hang: <a href="${hangAddress(fingerprint, query.namespace)}">${fingerprint}</a></p>`}</header>`,
      filterForm('/reports', query, { ...suggestions(reports), more, isFiltered }),
      reports.length === 0 ? noReports(isFiltered, before === null) : reportTable(reports, 'all', nowMs),
      html`<p class="pager">${before === null ? null : html`<a href="${reportsAddress({ ...query, before: null })}">Newest</a>`}${older === null ? null : html`<a href="${older}" rel="next">Older reports</a>`}</p>`,
    ],
  });
}

function suggestions(reports: readonly ReportSummary[]): { namespaces: string[]; workloads: string[] } {
  return {
    namespaces: [...new Set(reports.map(({ namespace }) => namespace))].sort(),
    workloads: [...new Set(reports.map(({ workload }) => workload.name))].sort(),
  };
}
