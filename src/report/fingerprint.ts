/** The name that groups a hang with its like: forty pods with one cause are one row. */
import { createRequire } from 'node:module';
import type { Finding } from '../diagnosis/vocabulary.ts';
import type { CodePlace } from '../python/model/frame.ts';
import { stablePath } from './source-paths.ts';

const HEX_DIGITS = 16;
const load = createRequire(import.meta.url);

/**
 * Cause, relative file, function and construct; no line numbers, no ids, no pod. Where the finding names a construct,
 * the function is the one that holds it: a loop which swallows is one bug, wherever below it the task waits today.
 */
export function fingerprint(
  finding: Finding,
  stack: readonly CodePlace[],
  workingFolder: string | null,
): string {
  const { construct, frame } = finding.culprit;
  const holder = construct === null ? null : enclosing(stack, construct.file, construct.line);
  const file = construct?.file ?? frame?.file ?? '';
  const parts = [
    finding.cause,
    stablePath(file, workingFolder),
    holder?.function ?? frame?.function ?? withoutNumbers(nameOf(finding)),
    construct === null ? '' : `${construct.kind} ${oneSpaced(construct.text)}`,
  ];
  // Loaded when there is a finding: it takes 6 ms.
  const { createHash } = load('node:crypto') as typeof import('node:crypto');
  return createHash('sha256').update(parts.join('\0').toWellFormed()).digest('hex').slice(0, HEX_DIGITS);
}

/** The frame whose code holds a line: of the file's frames the one that begins last before it. */
function enclosing(stack: readonly CodePlace[], file: string, line: number): CodePlace | null {
  let best: CodePlace | null = null;
  for (const place of stack) {
    if (place.file !== file || place.firstLine > line) continue;
    if (best === null || place.firstLine >= best.firstLine) best = place;
  }
  return best;
}

/** What is left to tell culprits apart when no frame is known. */
function nameOf({ culprit }: Finding): string {
  if (culprit.task !== null) return culprit.task.coroutine;
  if (culprit.thread !== null) return culprit.thread.name;
  if (culprit.process !== null) return culprit.process.command[0] ?? '';
  return culprit.kind;
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, '#');
}

function oneSpaced(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
