import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import { begunAnew } from '../drains/begun-anew.ts';
import type { WaitedThreads } from '../drains/waited-threads.ts';
import { isStuck, waitedThreads, waitsAgain } from '../drains/waited-threads.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import { isAtexit } from '../shutdown/phase.ts';
import { isShutdownPlace } from '../shutdown/shutdown-place.ts';
import type { Situation } from '../situation.ts';
import type { Culprit, Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import {
  countLabel,
  frameLabel,
  placeLabel,
  secondsLabel,
  threadLabel,
  upperFirst,
  versionedFrameLabel,
} from '../words.ts';
import type { Cause } from './cause.ts';
import { drainLongerThanGrace } from './drain-longer-than-grace.ts';
import { boundedRoundsOfThreads } from './drain-longer-than-grace-rounds.ts';
import { joinPlace } from './joins.ts';

/** A look takes its time, and a limit is read in its course. */
const SAME_SLEEP_SECONDS = 0.5;

interface Limit {
  place: CodePlace;
  seconds: number;
  /** At the last look, at most. */
  secondsLeft: number;
  /** A loop begins it anew, and ends some time. */
  isRound: boolean;
}

/** The limit of `Thread.join`, `Event.wait`, `Future.result` and the like is a local of their frames (Lib/threading.py). */
export const drainLongerThanGraceThread: Cause = {
  ...drainLongerThanGrace,
  stage: 'leaving',
  evidence: "the main thread's shutdown waits with a limit that ends after the deadline",
  find(situation) {
    const main = situation.mainThread;
    if (main === null || situation.evidence.signal === null || runsLoop(situation, main)) return [];
    // What an atexit callback waits for is atexit-stuck, whatever its limit.
    if (situation.phase === 'running-atexit' && isAtexit(main)) return [];
    const limit = limitOf(situation, main);
    if (limit === null) return boundedRoundsOfThreads(situation);
    // When it is over, the same is waited for without one: that is no drain, but a join that is stuck.
    const waited = waitedThreads(situation, main, limit.place);
    if (waited.threads.some(isStuck) && waitsAgain(situation, limit.place) !== null) return [];
    return [finding(situation, { main, limit, waited })];
  },
};

interface Parts {
  main: ThreadState;
  limit: Limit;
  waited: WaitedThreads;
}

function finding(situation: Situation, { main, limit, waited }: Parts): Finding {
  const { place, seconds, secondsLeft, isRound } = limit;
  const does =
    main.waitsFor.kind === 'sleep' ? `sleeps for ${secondsLabel(seconds)}` : threadWaitLabel(situation, main);
  const grace = situation.evidence.graceSeconds ?? 30;
  const [first] = waited.threads;
  // What comes after the wait may wait for the same, and of a library's code nothing is known.
  const whole = first === undefined && place.origin === 'user' ? 'it would end' : 'this wait ends';
  const ends = isRound ? 'this round of its loop ends' : whole;
  return {
    cause: 'drain-longer-than-grace',
    certainty: 'likely',
    sentence: `The main thread ${does} ${whereLabel(situation, main, place)}, which is longer than the grace period: ${ends} in ${secondsLabel(secondsLeft)}.${besideLabel(situation, waited)}`,
    fix:
      first === undefined
        ? `Make this limit shorter than the grace period (${grace} s), or raise terminationGracePeriodSeconds above it.`
        : `Let the shutdown end what ${threadLabel(first)} does (an Event that it looks at, a limit on what it waits for), and make this limit shorter than the grace period (${grace} s).`,
    culprit: culpritOf(situation, { main, limit, waited }),
    waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
    evidence: [
      `the wait has a limit of ${secondsLabel(seconds)}, of which ${secondsLabel(secondsLeft)} are left`,
      ...waited.threads.map(
        (one) => `${threadLabel(one)} ${threadWaitLabel(situation, one)}${daemonLabel(one)}`,
      ),
    ],
    blocks: ['the exit of Python'],
  };
}

/** A library's wait was begun by a line of the service's, which may give it another limit. */
function whereLabel({ last }: Situation, main: ThreadState, place: CodePlace): string {
  const called = place.origin === 'user' ? null : calledAt(main);
  const at =
    place.origin === 'user' ? `at ${placeLabel(place)}` : `in ${versionedFrameLabel(place, last.libraries)}`;
  return called === null ? at : `${at}, called at ${placeLabel(called)}`;
}

function calledAt({ stack }: ThreadState): CodePlace | null {
  return stack.findLast(({ origin }) => origin === 'user') ?? null;
}

function besideLabel(situation: Situation, { threads, isKnown }: WaitedThreads): string {
  const [first] = threads;
  const place = first === undefined ? null : innermostOwn(first.stack);
  if (first === undefined || place === null) return '';
  const others = threads.length > 1 ? ` (and ${countLabel(threads.length - 1, 'other')} like it)` : '';
  return ` ${isKnown ? '' : 'Most likely it waits for '}${isKnown ? upperFirst(threadLabel(first)) : threadLabel(first)}${others}${isKnown ? '' : ', which'} ${threadWaitLabel(situation, first)} in ${frameLabel(place)}.`;
}

function daemonLabel({ daemon }: ThreadState): string {
  return daemon === false ? ', and is no daemon: Python waits for its end before it exits' : '';
}

/** Of a wait in a library's code, whose limit is not the service's to change, the thread for which it waits. */
function culpritOf(situation: Situation, { main, limit: { place }, waited }: Parts): Culprit {
  const [first] = waited.threads;
  if (place.origin === 'user' || first === undefined)
    return threadCulprit(situation, main, callConstruct(situation, place, 'timeout'), place);
  return threadCulprit(situation, first, callConstruct(situation, calledAt(main) ?? place, 'timeout'));
}

function runsLoop({ last }: Situation, { id }: ThreadState): boolean {
  return last.loops.some((loop) => loop.threadId === id && loop.state !== 'closed');
}

/** Null unless the wait belongs to the shutdown, is no round of many, and began too late to end in time. */
function limitOf(situation: Situation, main: ThreadState): Limit | null {
  const { since, evidence } = situation;
  const place = joinPlace(main);
  if (place === null || evidence.graceSeconds === null) return null;
  if (!isOfShutdown(situation, main, place) || isOfRound(situation, main, place)) return null;
  const anew = begunAnew(situation, main.stack, stackBefore(situation), raisesWhenOver(main));
  if (anew === 'for-ever') return null;
  const last = since.at(-1);
  const endsAt = last === undefined ? null : sleptUntil(main, last.seconds);
  const isThere = ({ capture, seconds }: Situation['since'][number]) => {
    const there = capture.threads.find((one) => one.isMain);
    return there !== undefined && stands(there, place) && isSameSleep(sleptUntil(there, seconds), endsAt);
  };
  const elsewhere = since.findLastIndex((look) => !isThere(look));
  const first = since[elsewhere + 1];
  if (first === undefined || last === undefined) return null;
  const seconds = endsAt === null ? timeoutOf(main) : endsAt - first.seconds;
  if (seconds === null) return null;
  // It began between two looks: at the earlier one at the earliest. Of a round of the shutdown's own its length alone counts.
  const begunSeconds = isInLoop(situation, place) ? 0 : Math.max(0, since[elsewhere]?.seconds ?? 0);
  if (begunSeconds + seconds <= evidence.graceSeconds) return null;
  const secondsLeft = Math.max(0, first.seconds + seconds - last.seconds);
  return { place, seconds, secondsLeft, isRound: anew === 'rounds' };
}

function stackBefore({ before }: Situation): readonly CodePlace[] | null {
  return before?.threads.find((one) => one.isMain)?.stack ?? null;
}

/** `Queue.get`, `Future.result` and sockets raise; `Event.wait`, `Thread.join`, `Lock.acquire` and sleeps return. */
function raisesWhenOver({ waitsFor, stack }: ThreadState): boolean {
  if (waitsFor.kind === 'concurrent-future')
    return stack.some(
      ({ origin, name }) => origin === 'python' && /^(result|exception|as_completed)$/.test(name),
    );
  return waitsFor.kind === 'queue' || waitsFor.kind === 'socket';
}

/** The kernel may know no more of a wait than when it ends. */
function sleptUntil({ waitsFor }: ThreadState, seconds: number): number | null {
  return 'secondsLeft' in waitsFor && waitsFor.secondsLeft !== undefined
    ? seconds + waitsFor.secondsLeft
    : null;
}

function isSameSleep(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) <= SAME_SLEEP_SECONDS;
}

function timeoutOf({ waitsFor }: ThreadState): number | null {
  switch (waitsFor.kind) {
    case 'thread-join':
    case 'event':
    case 'condition':
    case 'concurrent-future':
      return waitsFor.timeoutSeconds;
    case 'queue':
      return waitsFor.timeoutSeconds ?? waitsFor.seconds ?? null;
    case 'sleep':
    case 'lock':
    case 'socket':
      return waitsFor.seconds ?? null;
    default:
      return null;
  }
}

/** What stood there before the signal is the program's work. Where that was not seen, its name or its syntax must say so. */
function isOfShutdown(situation: Situation, main: ThreadState, place: CodePlace): boolean {
  const { before } = situation;
  if (before !== null)
    return !stands(
      before.threads.find((one) => one.isMain),
      place,
    );
  return (
    main.signalFrameIndex !== null ||
    hasLeftWork(situation, main) ||
    main.stack.some((one) => isShutdownPlace(situation, one))
  );
}

function stands(thread: ThreadState | undefined, { codeId, line }: CodePlace): boolean {
  return thread?.stack.some((one) => one.codeId === codeId && one.line === line) === true;
}

/** Of a loop that the main thread was in before the signal, or of which it is not known: one that the shutdown has begun is its own. */
function isOfRound(situation: Situation, main: ThreadState, place: CodePlace): boolean {
  if (hasLeftWork(situation, main)) return false;
  return isInLoop(situation, place);
}

function isInLoop(situation: Situation, place: CodePlace): boolean {
  return situation.surroundings(place)?.layers.some((layer) => layer.kind === 'loop') === true;
}
