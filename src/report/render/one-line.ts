/** The short forms, each for a place with a limit of its own. */
import type { Finding, Report } from '../report.ts';
import { cut, cutBytes, visible } from '../sanitise.ts';
import { shortPath } from '../source-paths.ts';
import { findingTitle } from '../words/culprit.ts';
import { count } from '../words/numbers.ts';
import { headline, outcomeSentence } from '../words/outcome.ts';

const TITLE_CHARACTERS = 80;
/** Kubernetes cuts a termination message at 4,096 bytes, and refuses an Event whose note has more than 1,024. */
export const TERMINATION_MESSAGE_BYTES = 4_095;
const EVENT_NOTE_BYTES = 1_023;
const OTHERS = 5;

/** At most 80 characters: "Task 'poller' swallowed its cancellation (app.py:44)". */
export function title(report: Report): string {
  const [finding] = report.findings;
  if (finding === undefined)
    return cut(visible(outcomeSentence(report)).replace(/\.$/, ''), TITLE_CHARACTERS);
  const words = visible(findingTitle(finding));
  const place = finding.culprit.construct ?? finding.culprit.frame;
  if (place === null) return cut(words, TITLE_CHARACTERS);
  const where = visible(` (${shortPath(place.file, report.target.workingFolder)}:${place.line})`);
  const room = TITLE_CHARACTERS - where.length;
  return room < TITLE_CHARACTERS / 2 ? cut(words, TITLE_CHARACTERS) : cut(words, room) + where;
}

/** One paragraph for /dev/termination-log: what `kubectl describe pod` shows. Also what a log line says in words. */
export function terminationMessage(report: Report, limitBytes = TERMINATION_MESSAGE_BYTES): string {
  const [first, ...others] = report.findings;
  const alive = report.survivors.length;
  const sentences = [
    first !== undefined || report.outcome !== 'hung' ? sentence(headline(report)) : '',
    first !== undefined || report.outcome === 'hung' ? report.summary : '',
    fixSentence(first),
    ...others.slice(0, OTHERS).map((finding) => `Also: ${finding.sentence}`),
    alive === 0 || report.shutdown === null ? '' : `Tasks still alive: ${alive}.`,
    ...firstProcessNotes(report),
    ...report.limits.slice(0, OTHERS).map((limit) => `Not seen: ${limit.sentence}`),
  ];
  return paragraph(sentences, limitBytes);
}

/** The note of a Kubernetes Event. */
export function eventNote(report: Report): string {
  const [first, ...others] = report.findings;
  const sentences = [
    report.summary,
    fixSentence(first),
    others.length === 0 ? '' : `And ${count(others.length, 'more finding')}.`,
  ];
  return paragraph(sentences, EVENT_NOTE_BYTES);
}

/** What the preflight of a sidecar said of whom the kubelet signals: it explains an end that no finding does. */
function firstProcessNotes({ timeline }: Report): string[] {
  return timeline.filter(({ event }) => event === 'first-process').map(({ detail }) => detail);
}

function fixSentence(finding: Finding | undefined): string {
  return finding === undefined || finding.fix === '' ? '' : sentence(`Fix: ${finding.fix}`);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function paragraph(sentences: readonly string[], limitBytes: number): string {
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  return cutBytes(visible(text), limitBytes);
}
