/** A server that serves in threads, and whose stop gives back an event for its end: `server.stop(30).wait()` (grpc.Server.stop). */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import type { Situation } from '../situation.ts';
import { counterpartOf } from '../waits/threads.ts';
import { waitedThreads } from './waited-threads.ts';

export interface ServedJob {
  /** In the service's own code, which a library has called. */
  threads: readonly ThreadState[];
  /** The library that has called it. */
  library: string;
  /** Where the event is waited for. */
  place: CodePlace;
  /** The call that gave it back. */
  call: string;
}

const STOP = String.raw`[\w.\[\]]*\b\w*(?:stop|shut_?down|close|drain|terminate|finish)\w*\([^()]*\)`;

/** Null unless the thread waits for what a stop has given back, no thread's code is seen to set it, and one request is being served. */
export function servedJob(situation: Situation, waiting: ThreadState): ServedJob | null {
  const { kind } = waiting.waitsFor;
  if (kind !== 'event' || counterpartOf(situation, waiting) !== null) return null;
  const place = waiting.stack.findLast(({ origin }) => origin !== 'python');
  if (place?.origin !== 'user') return null;
  const call = stopCall(situation, place);
  if (call === null) return null;
  const { threads } = waitedThreads(situation, waiting, place);
  const library = callerOf(threads[0]);
  return library === null ? null : { threads, library, place, call };
}

/** `server.stop(30).wait()`, or `stopped = server.stop(30)` further up in the function. */
function stopCall(situation: Situation, place: CodePlace): string | null {
  const text = situation.sourceLine(place.file, place.line) ?? '';
  const chained = new RegExp(`(${STOP})\\.wait\\(`, 'i').exec(text)?.[1];
  if (chained !== undefined) return chained;
  const name = /([\w.]+)\.wait\(/.exec(text)?.[1];
  const first = situation.surroundings(place)?.function?.span.fromLine ?? 1;
  if (name === undefined) return null;
  const given = new RegExp(`(?:^|\\s)${escapePattern(name)}\\s*=\\s*(${STOP})`, 'i');
  const above = linesOf(situation, place.file, { fromLine: first, toLine: place.line });
  return above.flatMap((line) => given.exec(line)?.[1] ?? []).at(-1) ?? null;
}

/** The library whose frame lies further out than the service's code. */
function callerOf(thread: ThreadState | undefined): string | null {
  const stack = thread?.stack ?? [];
  const own = stack.findIndex(({ origin }) => origin === 'user');
  const caller = stack.slice(0, Math.max(own, 0)).findLast(({ origin }) => origin === 'library');
  return caller?.package ?? null;
}
