/** A report in a few lines of Markdown, to be pasted into an incident channel. */
import type { Finding, Report } from '../report.ts';
import { visible } from '../sanitise.ts';
import { shortPath } from '../source-paths.ts';
import { explainCommand } from '../words/causes.ts';
import { headline } from '../words/outcome.ts';

const OTHERS = 3;

export function renderMarkdown(report: Report): string {
  const [first, ...others] = report.findings;
  const { pod } = report;
  const where = pod === null ? [] : [`Pod ${inline(`${pod.namespace}/${pod.name}`)}`];
  const lines = [
    `**${plain(headline(report))}**`,
    ...where,
    plain(report.summary),
    ...(first === undefined ? [] : findingLines(first, report)),
    ...others.slice(0, OTHERS).map((finding) => `Also: ${plain(finding.sentence)}`),
    ...report.limits.slice(0, OTHERS).map((limit) => `Not seen: ${plain(limit.sentence)}`),
  ];
  return `${lines.join('\n\n')}\n`;
}

function findingLines(finding: Finding, report: Report): string[] {
  const { construct, frame } = finding.culprit;
  const folder = report.target.workingFolder;
  const places = [construct, frame].flatMap((place) => {
    if (place === null) return [];
    const code = 'text' in place ? place.text : (place.source ?? place.function);
    return [`${inline(`${shortPath(place.file, folder)}:${place.line}`)} ${inline(code)}`];
  });
  return [
    ...(finding.fix === '' ? [] : [`**Fix:** ${plain(finding.fix)}`]),
    `**Why:** ${inline(explainCommand(finding.cause))}`,
    ...(places.length === 0 ? [] : [places.map((place) => `- ${place}`).join('\n')]),
    `${inline(finding.cause)} · ${plain(finding.certainty)} · ${inline(finding.fingerprint)}`,
  ];
}

/** Text in which nothing but `code` between backticks means anything: no links, no mentions, no markup. */
function plain(text: string): string {
  const parts = visible(text).split('`');
  if (parts.length % 2 === 0) return escaped(parts.join("'"));
  return parts.map((part, index) => (index % 2 === 0 ? escaped(part) : `\`${part}\``)).join('');
}

function escaped(text: string): string {
  return text
    .replace(/[\\*_[\]~|#]/g, (character) => `\\${character}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@(?=\w)/g, '@\\');
}

/** As code; a backtick inside would end it. */
function inline(text: string): string {
  return `\`${visible(text).replaceAll('`', "'")}\``;
}
