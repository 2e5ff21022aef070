import type { SignalHandler, TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, taskCulprit, threadCulprit } from '../culprit.ts';
import { hasMovedOn } from '../shutdown/gone-on.ts';
import { hasLeftWork } from '../shutdown/left-work.ts';
import { libraryThatRuns } from '../shutdown/library-main.ts';
import { mainTask } from '../shutdown/main-task.ts';
import { stoodStill } from '../shutdown/stood-still.ts';
import { testedAbove, testsLater } from '../signal/flag-readers.ts';
import { hasTold, isDue } from '../signal/flag-state.ts';
import { handlerEvidence } from '../signal/handler-words.ts';
import { flagsOf, handlersOf, outerCalls, tells } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { isUnread } from '../threads/schedulers.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, threadLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { polledJobs } from './polled-jobs.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { handlerLabel } from './signal-handler-failed.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/** What it waits for is told of by its own cause. */
const OTHERS: ReadonlySet<ThreadState['waitsFor']['kind']> = new Set([
  'thread-join',
  'threads-join-all',
  'executor-shutdown',
  'child',
  'concurrent-future',
]);

/** A job of `sched` would look at it, a thread that waited for it has ended, or the code that looks stands in no frame at all. */
export const signalFlagUnreadByNobody: Cause = {
  ...signalFlagUnread,
  evidence:
    'the handler has set a flag or an event; no code in sight looks at it or waits for it, and the main line stands where it stood',
  find(situation) {
    const { last, mainThread, tasksBefore } = situation;
    const acting = handlerThatTold(situation);
    if (acting === null) return [];
    // Its rounds may well be for what the jobs do.
    if (mayHaveRead(situation, acting) || polledJobs(situation).length > 0) return [];
    const task = mainTask(situation);
    if (task !== null)
      return tasksBefore.has(task.id) && task.activity === 'waiting' && awaitsNoTask(task)
        ? [ofTask(situation, acting, task)]
        : [];
    if (mainThread === null || OTHERS.has(mainThread.waitsFor.kind) || last.tasks.length > 0) return [];
    const found = ofThread(situation, acting, mainThread);
    return found === null ? [] : [found];
  },
};

/**
 * Where nothing else is found, and other threads go on, as those of a busy service do: any of them might have read it, but
 * none stands behind a test of it.
 */
export function flagThatNobodyReads(situation: Situation): Finding | null {
  const { last, mainThread: main, before } = situation;
  const acting = handlerThatTold(situation);
  if (acting === null || main === null || last.tasks.length > 0 || OTHERS.has(main.waitsFor.kind))
    return null;
  const flags = flagsOf(acting);
  const looks = (one: ThreadState) =>
    one.stack.some((place) => testedAbove(situation, place, flags) || testsLater(situation, place, flags));
  const earlier = before?.threads.find(({ isMain }) => isMain);
  const isThere = earlier?.stack[0]?.codeId === main.stack[0]?.codeId;
  if (flags.length === 0 || !isThere || hasLeftWork(situation, main) || last.threads.some(looks)) return null;
  const found = ofThread(situation, acting, main);
  return found === null ? null : { ...found, certainty: 'possible' };
}

/** The handler has set something, and does no more than that; and nobody is seen to have taken it up. */
function handlerThatTold(situation: Situation): SignalHandler | null {
  const { before, evidence } = situation;
  const { acting } = handlersOf(situation);
  if (evidence.signal === null || before === null || acting === null || isDue(situation)) return null;
  if (!(hasTold(situation, acting) && onlySetsAndTells(acting)) || hasVisiblyReacted(situation)) return null;
  return isUnread(situation) || libraryThatRuns(situation) !== null ? null : acting;
}

function onlySetsAndTells(handler: SignalHandler): boolean {
  return outerCalls(handler).every((one) => /(^|\.)set$/.test(one) || tells(one));
}

/** Whoever the main task waits for may have read it. */
function awaitsNoTask({ wait }: TaskState): boolean {
  return (
    wait !== null && wait.on.kind !== 'task' && wait.on.kind !== 'tasks' && wait.on.kind !== 'thread-job'
  );
}

/** A thread that stands behind a test of it, or that has moved on since, is about what it was told. */
function mayHaveRead(situation: Situation, handler: SignalHandler): boolean {
  const { last, before, mainThread } = situation;
  const flags = flagsOf(handler);
  return last.threads.some((one) => {
    if (one === mainThread) return false;
    const earlier = before?.threads.find(({ id, pthreadId }) => id === one.id && pthreadId === one.pthreadId);
    if (earlier !== undefined && hasMovedOn(situation, one, earlier)) return true;
    return flags.length > 0 && one.stack.some((place) => testedAbove(situation, place, flags));
  });
}

/** Threads whose code looks at it in their own time. */
function lookers(situation: Situation, handler: SignalHandler, main: ThreadState): ThreadState[] {
  const flags = flagsOf(handler);
  return situation.last.threads.filter(
    (one) => one !== main && one.stack.some((place) => testsLater(situation, place, flags)),
  );
}

const END_THE_WAIT =
  'Let the handler end what the main thread waits in: raise SystemExit (`sys.exit()`) from it, put a sentinel into the queue, shut the socket down; or wait with a limit, and look at the flag each time.';
const SET_WHAT_IS_TESTED =
  'Let the handler set what the condition of that loop looks at (its name may be misspelt, or be that of another object), or raise SystemExit (`sys.exit()`) from the handler.';

function ofThread(situation: Situation, handler: SignalHandler, main: ThreadState): Finding | null {
  const place = innermostOwn(main.stack);
  const gone = waitersGone(situation);
  const rounds = roundsLabel(situation, place);
  const looking = lookers(situation, handler, main);
  const awaited = 'counterpartThreadId' in main.waitsFor ? main.waitsFor.counterpartThreadId : null;
  if (looking.some(({ id }) => id === awaited)) return null;
  const others = situation.last.threads.filter(
    (one) => one !== main && one.daemon === false && one.pthreadId !== 0,
  );
  return finding(situation, handler, {
    // Another thread may be the one to look.
    certainty: others.length + looking.length === 0 ? 'likely' : 'possible',
    does: `the main thread ${threadWaitLabel(situation, main)}${place === null ? '' : ` in ${frameLabel(place)}`}${rounds}`,
    fix: rounds === '' ? END_THE_WAIT : SET_WHAT_IS_TESTED,
    culprit: threadCulprit(situation, main, handlerConstruct(situation, handler), place),
    more: gone.map(
      (one) => `${threadLabel(one)}, which waited for an event before the signal, has ended since`,
    ),
  });
}

/** What it does look at there: a name that was misspelt shows. */
function roundsLabel(situation: Situation, place: CodePlace | null): string {
  const layers = place === null ? [] : (situation.surroundings(place)?.layers ?? []);
  const loop = layers.find((one) => one.kind === 'loop');
  return loop?.kind === 'loop' && loop.loop === 'while' && !loop.endless
    ? `, in the rounds of \`${loop.text}\``
    : '';
}

function ofTask(situation: Situation, handler: SignalHandler, task: TaskState): Finding {
  const place = innermostOwn(task.stack);
  return finding(situation, handler, {
    certainty: 'likely',
    does: `task '${task.name}' (${task.coroutine}), for which the program runs, waits${place === null ? '' : ` in ${frameLabel(place)}`} for ${task.wait?.description ?? 'something else'}`,
    fix: 'Let the main task wait for that very event (an object that is made anew has another), or let the handler cancel the main task.',
    culprit: taskCulprit(situation, task, handlerConstruct(situation, handler)),
    more: [],
  });
}

/** Threads that waited for an event, and are gone: who woke may have called `sys.exit()`, which ends no more than the thread. */
function waitersGone({ before, last }: Situation): ThreadState[] {
  const waited = before?.threads.filter(({ waitsFor, isMain }) => waitsFor.kind === 'event' && !isMain) ?? [];
  return waited.filter((one) => !last.threads.some(({ id }) => id === one.id));
}

interface Words extends Pick<Finding, 'certainty' | 'fix' | 'culprit'> {
  does: string;
  more: string[];
}

function finding(
  situation: Situation,
  handler: SignalHandler,
  { certainty, does, fix, culprit, more }: Words,
): Finding {
  const names = handler.place?.origin === 'python' ? [] : flagsOf(handler).map((one) => `'${one}'`);
  return {
    cause: 'signal-flag-unread',
    certainty,
    sentence: `${handlerLabel(situation, handler)} has run and set ${names.length === 0 ? 'its event' : names.join(', ')}, and nothing has come of it: ${does}, and looks at it nowhere.`,
    fix,
    culprit,
    waitsFor: null,
    evidence: [...handlerEvidence(situation), ...more, stoodStill(situation)],
    blocks: [],
  };
}
