/** A report as one page: offline, without scripts, sentence and fix first. This is what gets forwarded. */
import { createHash } from 'node:crypto';
import type { Report } from '../report.ts';
import { headline, outcomeMark } from '../words/outcome.ts';
import { limitList, lookTable, markdownBlock, rawReport } from './html/details.ts';
import { firstFinding, otherFindings } from './html/finding.ts';
import { graceBar } from './html/grace-bar.ts';
import { Html, html, prose } from './html/html.ts';
import { STYLE } from './html/style.ts';
import { survivorTrees } from './html/survivors.ts';
import { threadList } from './html/threads.ts';
import { title } from './one-line.ts';

export function renderHtml(report: Report): string {
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title(report)}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
${article(report)}
</body>
</html>
`;
  return page.text;
}

function article(report: Report): Html {
  const [first, ...others] = report.findings;
  const sections = [
    first === undefined ? noFinding(report) : firstFinding(first, report),
    graceBar(report),
    otherFindings(others, report),
    survivorTrees(report),
    threadList(report),
    limitList(report),
    lookTable(report),
    markdownBlock(report),
    rawReport(report),
  ].filter((section) => section !== null);
  return html`<main class="${report.outcome}">
<header><h1><span class="mark">${outcomeMark(report.outcome)}</span> ${headline(report)}</h1>
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
