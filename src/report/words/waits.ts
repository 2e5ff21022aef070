/** What somebody waits for, as a part of a sentence. */
import type { Finding } from '../report.ts';

/** Descriptions of threads are clauses ("joins thread 'uploader'"), those of tasks name a thing ("asyncio.Queue, empty"). */
const CLAUSE = /^(?:waits|joins|sleeps|computes|runs|is) ?/;

/** Their culprit's frame is where the handler's code begins: nobody stands there. */
const OF_HANDLERS: ReadonlySet<string> = new Set(['signal-handler-failed', 'signal-handler-replaced']);

/** "waits for asyncio.Queue, empty", "joins thread 'uploader'" */
export function waitClause(description: string): string {
  return CLAUSE.test(description) ? description : `waits for ${description}`;
}

/** "where it waits now: asyncio.Queue, empty", "where it is now: it sleeps" */
export function nowNote({ cause, culprit, waitsFor, held }: Finding): string {
  // Where the loop is named, its handler is at fault for nothing.
  const isOfLoop = culprit.kind === 'loop' && waitsFor !== null;
  if (OF_HANDLERS.has(cause) && !isOfLoop) return 'the signal handler';
  // What it waited for came: the words of the look say that nobody was in sight who would do it.
  if (held !== null) return 'where it was seen';
  if (waitsFor === null) return 'where it is now';
  const { description } = waitsFor;
  return CLAUSE.test(description)
    ? `where it is now: it ${description}`
    : `where it waits now: ${description}`;
}
