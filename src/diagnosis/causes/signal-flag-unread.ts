import type { SignalHandler } from '../../python/model/capture.ts';
import { sourceFrame } from '../culprit.ts';
import { taskAt } from '../looks/at-look.ts';
import { stoodStill } from '../shutdown/stood-still.ts';
import type { Owner } from '../signal/comes-round.ts';
import { flagAliases } from '../signal/flag-aliases.ts';
import type { FlagReader } from '../signal/flag-readers.ts';
import { flagReaders, isInLoopOf, polledEvents } from '../signal/flag-readers.ts';
import { flagState, hasRun, isSetAlready } from '../signal/flag-state.ts';
import { flagsByCoroutine } from '../signal/flags-by-coroutine.ts';
import { flagsOf, handlersOf, objectsOf } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { unawaitedBy } from '../signal/unawaited.ts';
import type { Situation } from '../situation.ts';
import type { Culprit, Finding } from '../vocabulary.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/** A flag is seen only when somebody looks: a long sleep or blocking call between two looks outlasts the grace period. */
export const signalFlagUnread: Cause = {
  code: 'signal-flag-unread',
  title: 'the handler set a flag that nobody looks at in time',
  stage: 'handler',
  evidence: "the handler stores a name that a parked frame's loop tests; nothing moved since the signal",
  find(situation) {
    const { acting } = handlersOf(situation);
    if (situation.evidence.signal === null || acting === null) return [];
    if (hasVisiblyReacted(situation) && !isWithinTurn(situation, flagsOf(acting))) return [];
    // It is still to be called, or did not come to set anything.
    if (hasRun(situation, acting) === false || unawaitedBy(situation, acting) !== null) return [];
    const flags = [...surestFirst(situation, acting), ...polledEvents(situation, acting)];
    const loose = [...flagsByCoroutine(situation, acting), ...objectsOf(acting)];
    if (flags.length + loose.length === 0) return [];
    const readers = flagReaders(situation, [...flags, ...loose], flagAliases(situation, acting));
    // What a coroutine sets, or a method changes, must be what a loop looks at: that it was done for nothing else is not known.
    const reader = readers.find(
      (one) => (one.inCondition || flags.includes(one.flag)) && !wasRound(situation, acting, one),
    );
    return reader === undefined ? [] : [finding(situation, acting, reader)];
  },
};

/** Of an entry of a dictionary both names are known: that of the entry is the one which was seen to change. */
function surestFirst(situation: Situation, handler: SignalHandler): string[] {
  const flags = flagsOf(handler);
  const isSeen = (flag: string) => flagState(situation, handler, flag) === 'set';
  return [...flags.filter(isSeen), ...flags.filter((one) => !isSeen(one))];
}

const ROUNDS = 3;

/** It has gone on several times since, in short waits: what it looked at on the way was not set. */
function wasRound(situation: Situation, handler: SignalHandler, { owner, flag }: FlagReader): boolean {
  if (owner.kind !== 'task' || flagState(situation, handler, flag) === 'set') return false;
  const marks = situation.since.flatMap(({ capture }) => taskAt(capture, owner.id)?.stepMark ?? []);
  return new Set(marks).size > ROUNDS;
}

/**
 * The main thread moved, but below the line from which it has to come back to look at the flag: one that computes stands
 * elsewhere at each look. Only of a program without tasks, which could have reacted in its place.
 */
function isWithinTurn(situation: Situation, flags: readonly string[]): boolean {
  const { before, last, mainThread: main, phase } = situation;
  const earlier = before?.threads.find((one) => one.isMain);
  if (main === null || earlier === undefined || phase !== 'draining') return false;
  if (last.tasks.length > 0 || last.loops.length > 0 || last.threads.length !== before?.threads.length)
    return false;
  return main.stack.some(
    (place, index) =>
      index < main.stack.length - 1 &&
      earlier.stack[index]?.codeId === place.codeId &&
      earlier.stack[index]?.line === place.line &&
      isInLoopOf(situation, place, flags),
  );
}

function finding(situation: Situation, handler: SignalHandler, reader: FlagReader): Finding {
  const { place, parked, owner } = reader;
  const text = situation.sourceLine(parked.file, parked.line);
  const handlerAt = handler.place;
  const computes = isComputing(situation, owner);
  return {
    cause: 'signal-flag-unread',
    certainty: reader.inCondition ? 'likely' : 'possible',
    sentence: `The handler ${handler.function ?? 'of the signal'}${handlerAt === null ? '' : ` (${placeLabel(handlerAt)})`} ${does(situation, handler, reader.flag)}, but ${frameLabel(place)}, which looks at it, ${computes ? 'computes' : 'is parked'} in ${text === null ? 'a long wait' : `\`${text}\``} and does not come round in time.`,
    fix: fixOf(owner, computes),
    culprit: readerCulprit(situation, reader, handlerConstruct(situation, handler)),
    waitsFor: null,
    evidence: [
      evidenceOf(situation, handler, reader.flag),
      computes || hasVisiblyReacted(situation)
        ? `${owner.kind === 'task' ? 'the task' : threadOf(owner)} has not come back to that loop since the signal`
        : stoodStill(situation),
    ],
    blocks: [],
  };
}

/** `set 'stopping'`, in one clause. */
function does(situation: Situation, handler: SignalHandler, flag: string): string {
  if (flagState(situation, handler, flag) === 'set') return `set '${flag}'`;
  if (isSetAlready(situation, handler, flag)) return `sets '${flag}', which was set before this signal came`;
  return `${objectsOf(handler).includes(flag) ? 'changes' : 'sets'} '${flag}'`;
}

function evidenceOf(situation: Situation, handler: SignalHandler, flag: string): string {
  if (flagState(situation, handler, flag) === 'set') return `the handler has set '${flag}' since the signal`;
  if (isSetAlready(situation, handler, flag))
    return `'${flag}' has the value that the handler gives it, and had it before this signal: most likely of an earlier one`;
  return objectsOf(handler).includes(flag)
    ? `the handler calls a method of '${flag}'`
    : `the handler stores or sets '${flag}'`;
}

/** Who looks at the flag, where that is parked, and what sets it. */
export function readerCulprit(
  situation: Situation,
  { owner, parked }: FlagReader,
  construct: Culprit['construct'],
): Culprit {
  return {
    kind: owner.kind === 'task' ? 'task' : 'thread',
    pid: situation.last.family.target.pid,
    task: owner.kind === 'task' ? { id: owner.id, name: owner.name, coroutine: owner.coroutine } : null,
    thread: owner.kind === 'thread' ? { id: owner.id, name: owner.name } : null,
    process: null,
    frame: sourceFrame(situation, parked),
    construct,
  };
}

function isComputing({ threads, tasks }: Situation, owner: Owner): boolean {
  if (owner.kind === 'task') return tasks.get(owner.id)?.activity === 'running';
  return threads.get(owner.id)?.waitsFor.kind === 'computing';
}

function fixOf({ kind }: Owner, computes: boolean): string {
  if (computes)
    return 'Look at the flag within that work: every so many rounds of its innermost loop, and leave it when it is set.';
  return kind === 'task'
    ? 'Wait for the flag itself instead of testing it now and then: make it an asyncio.Event and wait for it together with the work, e.g. `await asyncio.wait_for(stop.wait(), interval)`; or have the handler cancel the task.'
    : 'Wait for the flag itself instead of testing it now and then: make it a threading.Event, and wait for it in place of a sleep (`stop.wait(interval)`); give what blocks a time limit, or let the handler end it: raise SystemExit (`sys.exit()`), put a sentinel into the queue, shut the socket down.';
}

function threadOf({ name }: Owner): string {
  return name === 'MainThread' ? 'the main thread' : `thread '${name}'`;
}
