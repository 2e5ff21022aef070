/** The answer: what happened, what to change, and the lines it is about. */
import type { Finding, Report } from '../../report.ts';
import { explainCommand } from '../../words/causes.ts';
import { constructNote } from '../../words/constructs.ts';
import { findingTitle } from '../../words/culprit.ts';
import { count } from '../../words/numbers.ts';
import { nowNote } from '../../words/waits.ts';
import type { CauseAddress } from './cause-tag.ts';
import { causeTag } from './cause-tag.ts';
import type { ExcerptLine } from './excerpt.ts';
import { excerptTable } from './excerpt.ts';
import type { Html } from './html.ts';
import { html, prose } from './html.ts';

const WAITERS = 6;

export function firstFinding(finding: Finding, report: Report, causeAddress: CauseAddress): Html {
  return html`<section class="card answer">
<p class="tags">${causeTag(finding.cause, causeAddress)} <span class="tag quiet">${finding.certainty}</span></p>
<p class="sentence">${prose(finding.sentence)}</p>
${fix(finding)}
${why(finding, causeAddress)}
${excerpt(finding, report)}
${facts(finding)}
</section>`;
}

export function otherFindings(
  findings: readonly Finding[],
  report: Report,
  causeAddress: CauseAddress,
): Html | null {
  if (findings.length === 0) return null;
  return html`<section><h2>Also found</h2>
${findings.map(
  (finding) => html`<details class="card">
<summary><b>${findingTitle(finding, report.target.pid)}</b> ${causeTag(finding.cause, causeAddress)} <span class="tag quiet">${finding.certainty}</span></summary>
<p>${prose(finding.sentence)}</p>
${fix(finding)}
${excerpt(finding, report)}
${facts(finding)}
</details>`,
)}
</section>`;
}

function fix(finding: Finding): Html | null {
  if (finding.fix === '') return null;
  return html`<div class="fix"><h2>What to change</h2><p>${prose(finding.fix)}</p></div>`;
}

/** Where no page can be linked, the command that prints it. */
function why({ cause }: Finding, causeAddress: CauseAddress): Html | null {
  if (causeAddress(cause) !== null) return null;
  return html`<p class="quiet">What it is, with code before and after: <code>${explainCommand(cause)}</code></p>`;
}

/** The construct and the line it waits at, in the order of the file. */
function excerpt(finding: Finding, report: Report): Html | null {
  const { construct, frame } = finding.culprit;
  const lines: ExcerptLine[] = [];
  if (frame !== null) {
    const { file, line, source } = frame;
    lines.push({
      file,
      line,
      code: source ?? `in ${frame.function}`,
      note: nowNote(finding),
      toChange: false,
    });
  }
  if (construct !== null) {
    const { file, line, text, kind } = construct;
    const [here] = lines;
    if (here?.file === file && here.line === line) here.toChange = true;
    else lines.push({ file, line, code: text, note: constructNote(kind, finding.cause), toChange: true });
  }
  const caption = frame === null ? null : `in ${frame.function}`;
  return excerptTable(lines, { caption, folder: report.target.workingFolder });
}

function facts(finding: Finding): Html | null {
  const waiters = finding.blocks.slice(0, WAITERS).join(', ');
  const others = finding.blocks.length - WAITERS;
  const blocks =
    waiters === ''
      ? []
      : [
          html`<li><b>${finding.held === null ? 'waits for it' : 'waited for it'}</b> ${waiters}${others > 0 ? ` and ${count(others, 'other')}` : ''}</li>`,
        ];
  const evidence = finding.evidence.map((fact) => html`<li><b>seen</b> ${prose(fact)}</li>`);
  if (blocks.length + evidence.length === 0) return null;
  return html`<ul class="facts">${[...blocks, ...evidence]}</ul>`;
}
