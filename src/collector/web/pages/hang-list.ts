/** Home: a row a fingerprint, newest trouble on top. */
import { html } from '../../../report/render/html/html.ts';
import { count } from '../../../report/words/numbers.ts';
import type { TerminationOverview } from '../../model/filter.ts';
import type { HangSummary } from '../../model/hang.ts';
import type { Answer } from '../answer/answer.ts';
import type { HangQuery } from '../query/read-query.ts';
import { noHangs } from './empty.ts';
import { filterForm } from './filter-form.ts';
import { hangRow } from './hang-row.ts';
import { overviewFigures } from './overview.ts';
import { page } from './page.ts';

/** More than anyone reads; a filter finds the others. */
const ROWS = 200;
const SUGGESTIONS = 100;

export interface HangList {
  hangs: readonly HangSummary[];
  query: HangQuery;
  /** null: not this reader's. */
  overview: TerminationOverview | null;
  /** The reader may see this namespace only, so links lead to it; null: everything. */
  only: string | null;
  nowMs: number;
}

export function hangListPage({ hangs, query, overview, only, nowMs }: HangList): Answer {
  const isFiltered = Object.values(query).some((value) => value !== null);
  const rest = hangs.length - ROWS;
  return page({
    title: 'Hangs',
    place: 'hangs',
    content: [
      html`<header><h1>Hangs</h1>${overview === null ? null : overviewFigures(overview)}</header>`,
      filterForm('/', query, { ...suggestions(hangs), more: null, isFiltered }),
      hangs.length === 0
        ? noHangs(isFiltered, overview)
        : html`<table class="list"><caption class="quiet">${count(hangs.length, 'hang')}, the newest trouble first</caption>
<thead><tr><th scope="col">What hangs</th><th scope="col" class="number">Pods</th><th scope="col">Last 14 days</th><th scope="col">Last seen</th><th scope="col">First seen</th></tr></thead>
<tbody>
${hangs.slice(0, ROWS).map((hang) => hangRow(hang, only, nowMs))}
</tbody></table>`,
      rest > 0
        ? html`<p class="quiet">and ${count(rest, 'more hang')} seen longer ago: filter to find them</p>`
        : null,
    ],
  });
}

function suggestions(hangs: readonly HangSummary[]): { namespaces: string[]; workloads: string[] } {
  const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort().slice(0, SUGGESTIONS);
  return {
    namespaces: sorted(hangs.flatMap(({ namespaces }) => namespaces)),
    workloads: sorted(hangs.flatMap(({ workloads }) => workloads.map(({ workload }) => workload.name))),
  };
}
