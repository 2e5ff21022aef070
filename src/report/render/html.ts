/** A report as one page: offline, without scripts, sentence and fix first. This is what gets forwarded. */
import type { Report } from '../report.ts';
import { headline, reportMark } from '../words/outcome.ts';
import type { CauseAddress } from './html/cause-tag.ts';
import { limitList, lookTable, markdownBlock, rawReport } from './html/details.ts';
import { htmlDocument } from './html/document.ts';
import { firstFinding, otherFindings } from './html/finding.ts';
import { survivorForest } from './html/forest.ts';
import { graceBar } from './html/grace-bar.ts';
import { waitPicture } from './html/graph.ts';
import type { Html } from './html/html.ts';
import { html, prose } from './html/html.ts';
import { STYLE } from './html/style.ts';
import { survivorTrees } from './html/survivors.ts';
import { threadList } from './html/threads.ts';
import { title } from './one-line.ts';

/** Of a page that is one of many. */
export interface Neighbours {
  /** Stands above the report. */
  navigation: Html | null;
  /** Where a cause has its page. */
  causeAddress: CauseAddress;
}

const ALONE: Neighbours = { navigation: null, causeAddress: () => null };

/** But for what leads to its neighbours, the page is the same everywhere, letter by letter. */
export function renderHtml(report: Report, { navigation, causeAddress }: Neighbours = ALONE): string {
  const body = html`${navigation}${article(report, causeAddress)}`;
  return htmlDocument({ title: title(report), style: STYLE, hasForm: false, body });
}

function article(report: Report, causeAddress: CauseAddress): Html {
  const [first, ...others] = report.findings;
  const forest = survivorForest(report);
  const sections = [
    first === undefined ? noFinding(report) : firstFinding(first, report, causeAddress),
    graceBar(report),
    otherFindings(others, report, causeAddress),
    waitPicture(report, forest),
    survivorTrees(report, forest),
    threadList(report),
    limitList(report),
    lookTable(report),
    markdownBlock(report),
    rawReport(report),
  ].filter((section) => section !== null);
  return html`<main class="${report.outcome}">
<header><h1><span class="mark">${reportMark(report)}</span> ${headline(report)}</h1>
${metadata(report)}
</header>
${sections}
<footer>${report.schema}, report ${report.id}, revision ${report.revision}${report.complete ? '' : ' (written before the end was known)'}${fingerprintWords(report)}</footer>
</main>`;
}

/** Without a cause: what is known, and for a hang that it is not enough. */
function noFinding(report: Report): Html {
  return html`<section class="card answer"><p class="sentence">${prose(report.summary)}</p></section>`;
}

function metadata(report: Report): Html {
  const { pod, target, shutdown } = report;
  const facts: [string, string | null | undefined][] = [
    ['pod', pod === null ? null : `${pod.namespace}/${pod.name}`],
    ['workload', pod?.workload ? `${pod.workload.kind}/${pod.workload.name}` : null],
    ['container', target.container],
    ['node', pod?.node],
    ['image', pod?.image],
    [shutdown === null ? 'looked at' : 'began', utc(shutdown?.startedAt ?? report.createdAt)],
    ['by', shutdown?.trigger],
    ['phase', report.phase === 'unknown' ? null : report.phase.replaceAll('-', ' ')],
    ['command', target.command.join(' ')],
  ];
  const items = facts.flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [html`<li>${name} <b>${value}</b></li>`],
  );
  return html`<ul class="meta">${items}</ul>`;
}

/** "2026-11-22 12:00:00 UTC" */
function utc(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

function fingerprintWords({ findings }: Report): string {
  const [first] = findings;
  return first === undefined ? '' : `, fingerprint ${first.fingerprint}`;
}
