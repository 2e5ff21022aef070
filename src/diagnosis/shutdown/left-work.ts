/** Threads that carry the shutdown out: a main thread that has left what it did before the signal, or whom its handler has started. */

import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { once } from '../once.ts';
import { testedAbove, testsLater } from '../signal/flag-readers.ts';
import { flagsOf, handlersOf, startsThread } from '../signal/handlers.ts';
import type { Situation } from '../situation.ts';
import { pausesBetweenRounds } from '../waits/pauses.ts';
import type { Standing } from './gone-on.ts';
import { isByItself } from './gone-on.ts';
import { isShutdownPlace } from './shutdown-place.ts';
import { goesRound, ownPlaces, partingOf } from './stands.ts';

/** Looks that are closer together may fall into one step of a main thread that goes on. */
const STILL_SECONDS = 1;

/**
 * The main thread, where no loop runs on it and its stand shows that the service is shutting down: it has gone on, since
 * before the signal, to a line that is not in the same loop, and stays there; or the signal's handler, which has begun since,
 * stays on top of whatever it interrupted. Null where that cannot be told.
 */
export const mainInShutdown = once((situation): ThreadState | null => {
  const { mainThread: main, evidence, last, phase } = situation;
  if (evidence.signal === null || main === null) return null;
  if (main.signalFrameIndex !== null)
    return phase === 'handling-signal' && isInHandler(situation, main) && standsStill(situation, main)
      ? main
      : null;
  if (phase !== 'draining') return null;
  if (last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return null;
  return hasLeftWork(situation, main) && standsStill(situation, main) ? main : null;
});

/** In one that it was not in before the signal; where that was not seen, in the one that the table names. */
function isInHandler(situation: Situation, { stack, signalFrameIndex }: ThreadState): boolean {
  const { before } = situation;
  if (before !== null) return before.threads.find((one) => one.isMain)?.signalFrameIndex == null;
  const { acting } = handlersOf(situation);
  return acting?.place != null && stack[signalFrameIndex ?? -1]?.codeId === acting.place.codeId;
}

/**
 * Who carries the shutdown out: the main thread, or the threads that the handler has started for it, which are still where
 * they wait. Empty where that cannot be told.
 */
export const shutdownThreads = once((situation): ThreadState[] => {
  const main = mainInShutdown(situation);
  if (main !== null) return [main];
  const { before, last } = situation;
  const { acting } = handlersOf(situation);
  if (acting === null || !startsThread(acting)) return [];
  const named = new Set([...acting.mentions, ...acting.calls].flatMap((name) => name.split('.')));
  const isNew = ({ id, pthreadId, stack, target }: ThreadState) =>
    before === null
      ? named.has(ownPlaces(stack)[0]?.name ?? target?.name ?? '')
      : !before.threads.some((one) => one.id === id || one.pthreadId === pthreadId);
  return last.threads.filter(
    (one) =>
      one.pthreadId !== 0 && !one.isMain && one.pool === null && isNew(one) && standsStill(situation, one),
  );
});

/** It stands, since the signal, at a line that is in no loop which it was in before. */
export function hasLeftWork(situation: Situation, main: ThreadState): boolean {
  if (situation.before === null) return isBehindFlag(situation, ownPlaces(main.stack));
  const earlier = situation.before.threads.find((one) => one.isMain);
  return earlier !== undefined && hasLeft(situation, main, earlier);
}

/** Likewise of a thread or task, now and before the signal. */
export function hasLeft(situation: Situation, now: Standing, before: Standing): boolean {
  if (before.stack.length === 0) return false;
  const parting = partingOf(now, before);
  if (parting.index === -1 || isByItself(situation, now, before)) return false;
  // Who has not looked at the flag yet is still at work.
  const flags = flagsOfHandler(situation);
  if (parting.now.some((one) => !isLeaving(now, one) && testsLater(situation, one, flags))) return false;
  if (parting.now.slice(parting.index).some((one) => isShutdownPlace(situation, one))) return true;
  return !goesRound(situation, parting);
}

/** It stands at the header of a `with` that it leaves: what the block says is behind it. */
function isLeaving({ stack }: Standing, place: CodePlace): boolean {
  return /^__a?exit__$/.test(stack[stack.indexOf(place) + 1]?.name ?? '');
}

/** By the loops alone, whatever the code that it came to is called: the places since, from where the stacks part; null while at work. */
export function placesSince(situation: Situation, now: Standing, before: Standing): CodePlace[] | null {
  if (before.stack.length === 0) return null;
  const parting = partingOf(now, before);
  return parting.index === -1 || goesRound(situation, parting) ? null : parting.now.slice(parting.index);
}

/** For a watch that joined after the signal the code must tell: the loop or the wait that the flag ends is behind it. */
function isBehindFlag(situation: Situation, now: readonly CodePlace[]): boolean {
  const flags = flagsOfHandler(situation);
  if (flags.length === 0 || now.some((place) => testsLater(situation, place, flags))) return false;
  return now.some((place) => testedAbove(situation, place, flags));
}

function flagsOfHandler(situation: Situation): string[] {
  const { acting } = handlersOf(situation);
  return acting === null ? [] : flagsOf(acting);
}

/** At the same line of the service's own code at every look of the last seconds; who sleeps in rounds, in the same loop. */
function standsStill(situation: Situation, thread: ThreadState): boolean {
  const { since } = situation;
  const standOf = ({ stack }: ThreadState) => key(situation, stack, pausesBetweenRounds(thread));
  const now = standOf(thread);
  const last = since.at(-1)?.seconds ?? 0;
  const elsewhere = since.findLastIndex(({ capture }) => {
    const there = capture.threads.find((one) => one.pthreadId === thread.pthreadId);
    return there !== undefined && there.stack.length > 0 && standOf(there) !== now;
  });
  const first = since[elsewhere + 1]?.seconds;
  if (since.length === 1 || first === undefined) return since.length === 1;
  // On a crowded machine the first look may be so late that all lie close together: none has met it elsewhere.
  return last - first >= STILL_SECONDS || (elsewhere < 0 && last >= STILL_SECONDS);
}

/** `byRounds`: the innermost frame that is in a loop is somewhere in its round, and so is what that calls. */
function key(situation: Situation, stack: readonly CodePlace[], byRounds: boolean): string {
  const places = ownPlaces(stack);
  const loops = byRounds ? places.map((place) => loopLine(situation, place)) : [];
  const innermost = loops.findLastIndex((line) => line !== null);
  return places
    .slice(0, innermost < 0 ? places.length : innermost + 1)
    .map(({ codeId, line }, index) => `${codeId}:${index === innermost ? loops[index] : line}`)
    .join(' ');
}

function loopLine(situation: Situation, place: CodePlace): number | null {
  const layers = situation.surroundings(place)?.layers ?? [];
  return layers.flatMap((one) => (one.kind === 'loop' ? [one.line] : []))[0] ?? null;
}
