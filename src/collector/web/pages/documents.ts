/** What the causes are, and what to do about an alert: the documents that are part of Straggler. */
import { CAUSE_CODES } from '../../../diagnosis/vocabulary.ts';
import { causeInOneSentence, isCauseCode, readAlertsPage, readCausePage } from '../../../explain/pages.ts';
import { html, prose } from '../../../report/render/html/html.ts';
import type { Answer } from '../answer/answer.ts';
import { ReadProblem } from '../problem.ts';
import { causeAddress, hangsAddress } from '../query/addresses.ts';
import { markdownHtml } from './markdown.ts';
import { page } from './page.ts';

export function causeListPage(): Answer {
  const rows = CAUSE_CODES.map((code) => {
    const markdown = readCausePage(code);
    return html`<dt><a href="/causes/${code}">${code}</a></dt><dd>${prose(markdown === null ? '' : causeInOneSentence(markdown))}</dd>`;
  });
  return page({
    title: 'Causes',
    place: 'causes',
    content: [
      html`<header><h1>Causes</h1><p class="quiet">Why a Python program does not stop. Each hang and each finding of a report has one of them.</p></header>`,
      html`<section class="card"><dl class="causes">${rows}</dl></section>`,
    ],
  });
}

export function causePage(cause: string): Answer {
  const markdown = isCauseCode(cause) ? readCausePage(cause) : null;
  if (markdown === null)
    throw new ReadProblem('There is no page of such a cause.', {
      code: 'not-found',
      fix: 'All of them are at /causes.',
    });
  return page({
    title: cause,
    place: 'causes',
    links: [{ address: hangsAddress({ cause }), words: 'Hangs of this cause' }],
    content: [html`<article class="card prose">${markdownHtml(markdown, addressOf)}</article>`],
  });
}

/** The runbooks of the alerts: readable as long as a collector is there. */
export function alertsPage(): Answer {
  const markdown = readAlertsPage();
  if (markdown === null)
    throw new ReadProblem('The runbooks are not part of this installation.', {
      code: 'not-found',
      fix: 'They are docs/alerts.md of Straggler.',
    });
  return page({
    title: 'Alerts',
    place: null,
    content: [html`<article class="card prose">${markdownHtml(markdown, addressOf)}</article>`],
  });
}

/** Links of a page lead to other pages here, or to the web. */
function addressOf(link: string): string | null {
  if (link.startsWith('https://')) return link;
  if (/^(\.\.\/)?causes\.md(#|$)/.test(link)) return '/causes';
  if (link.startsWith('#')) return link;
  const [, cause = ''] = /^(?:causes\/)?([a-z0-9-]+)\.md$/.exec(link) ?? [];
  return causeAddress(cause);
}
