import type { SignalHandler } from '../../python/model/capture.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { once } from '../once.ts';
import { shutdownTasks } from '../shutdown/shutdown-tasks.ts';
import { stoodStill } from '../shutdown/stood-still.ts';
import type { Catching } from '../signal/catching.ts';
import { catching } from '../signal/catching.ts';
import { hasRun, isDue } from '../signal/flag-state.ts';
import { reachOfHandler, startsTasks } from '../signal/handler-reach.ts';
import { handlersOf, leavesTraces, stopsProgram } from '../signal/handlers.ts';
import type { Raised } from '../signal/raised.ts';
import { raisedBy } from '../signal/raised.ts';
import { handlerCancels, hasVisiblyReacted } from '../signal/reaction.ts';
import { unawaitedBy } from '../signal/unawaited.ts';
import type { Situation } from '../situation.ts';
import { isUnread } from '../threads/schedulers.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { handlerConstruct, handlerCulprit } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** An exception in a callback of the loop is logged and forgotten (asyncio/events.py, `Handle._run`). */
export const signalHandlerFailed: Cause = {
  code: 'signal-handler-failed',
  title: 'the handler failed before it cancelled anything',
  stage: 'handler',
  evidence: 'the handler would cancel or stop something, yet nothing was cancelled and nothing moved',
  find(situation) {
    if (situation.evidence.signal === null || hasBegun(situation)) return [];
    const signal = stopSignal(situation);
    if (!has(masksAtSignal(situation).caught, signal.number)) return [];
    const { acting } = handlersOf(situation);
    // What asyncio itself provides (Task.cancel, Event.set, loop.stop) does not fail.
    if (acting === null || acting.place?.origin === 'python' || isDue(situation)) return [];
    if (mayHaveHadEffect(situation)) return [];
    const unawaited = unawaitedBy(situation, acting);
    if (unawaited !== null) return [neverRun(situation, acting, unawaited)];
    const raised = raisedBy(situation, acting);
    if (acting.place === null) return raised === null ? [] : onlyRaising(situation, acting, raised);
    if (!stopsProgram(acting)) return raised === null ? [] : onlyRaising(situation, acting, raised);
    const caught = acting.calls.some((call) => EXIT.test(call)) ? catching(situation, EXITING) : null;
    // Without a loop, or a clause, that catches it, an exception would have ended what it interrupted.
    if (acting.registeredBy === 'python' && caught === null && !runsLoop(situation)) return [];
    if (caught !== null) return [raising(situation, acting, EXITING.name, caught)];
    if (mayHaveActed(situation, acting)) return [];
    if (situation.before === null && mayHaveBegunAgain(situation)) return [];
    return [
      handlerFinding(situation, acting, {
        ...wordsOf(situation, acting),
        construct: handlerConstruct(situation, acting),
      }),
    ];
  },
};

/**
 * What it closes, ends or hands over may have been so, and nobody minded, unless what it stores is as it was and what it
 * cancels, too; and so may the coroutine have done that it starts, of which the cause before this one has found nothing wrong.
 */
function mayHaveActed(situation: Situation, handler: SignalHandler): boolean {
  const isUntouched = handlerCancels(situation) && hasRun(situation, handler) === false;
  if (!(leavesTraces(handler) || isUntouched)) return true;
  return startsTasks(situation, handler) && reachOfHandler(situation, handler).coroutines.length > 0;
}

/** Among tasks that are not read, or on one that does not tell. */
function mayHaveHadEffect(situation: Situation): boolean {
  return isUnread(situation) || isSwallowedUncounted(situation);
}

/**
 * Up to 3.10 no task counts its requests: one that stands in what catches a cancellation may have got one, and be back at the
 * same await, for which the same memory was taken again.
 */
function isSwallowedUncounted(situation: Situation): boolean {
  return (
    handlerCancels(situation) &&
    situation.last.tasks.some((task) => {
      if (task.cancelRequests !== null) return false;
      const swallower = findSwallower(situation, task);
      return swallower?.followed === true && !swallower.endsTask;
    })
  );
}

/** A shutdown, whoever started it. */
function hasBegun(situation: Situation): boolean {
  return hasVisiblyReacted(situation) || shutdownTasks(situation).length > 0;
}

/** What it starts may have failed in its stead. */
function wordsOf(situation: Situation, handler: SignalHandler): Pick<Words, 'sentence' | 'fix'> {
  const label = `${handlerLabel(situation, handler)} is meant to stop the program, but nothing was cancelled after the signal`;
  if (startsTasks(situation, handler))
    return {
      sentence: `${label}: most likely it, or the coroutine that it starts, raised an exception on the way.`,
      fix: 'Look for the traceback in the log ("Exception in callback", "Task exception was never retrieved"), keep a reference to the task, and do the cancelling first, before anything that can fail.',
    };
  return {
    sentence: `${label}: it most likely raised an exception on the way.`,
    fix: 'Look for its traceback in the log ("Exception in callback"), and let the handler do the cancelling first, before anything that can fail.',
  };
}

function neverRun(situation: Situation, handler: SignalHandler, called: string): Finding {
  const does =
    called === handler.function
      ? 'is a coroutine function: to call it makes a coroutine'
      : `calls the coroutine function ${called}, which makes a coroutine`;
  return handlerFinding(situation, handler, {
    sentence: `${handlerLabel(situation, handler)} ${does}, and nothing runs that: no line of it was executed.`,
    fix: 'Make a task of it: `lambda: asyncio.create_task(shutdown())`, and keep a reference to the task.',
    construct: handlerConstruct(situation, handler),
  });
}

/** For a watch that joined after the signal: a loop that waits for tasks may have made new ones in place of what was cancelled. */
export const mayHaveBegunAgain = once((situation): boolean => {
  return [...situation.graph.edges.keys()].some((id) => {
    const place = situation.tasks.get(id)?.stack.findLast((one) => one.origin === 'user');
    const layers = place === undefined ? [] : (situation.surroundings(place)?.layers ?? []);
    return layers.some((layer) => layer.kind === 'loop');
  });
});

/** An exception that it raises by itself, as its only means: where a loop forgets it, or a clause catches it, it stops nothing. */
function onlyRaising(situation: Situation, handler: SignalHandler, raised: Raised): Finding[] {
  if (handler.registeredBy === 'asyncio') {
    if (raised.endsLoop) return [];
    return [
      handlerFinding(situation, handler, {
        sentence: `${handlerLabel(situation, handler)} raises ${raised.name}, and the loop called it: an exception in a callback of the loop is logged and forgotten, and the program goes on.`,
        fix: 'Let the handler cancel the main task, or set an event that the main line waits for; or install it with `signal.signal`, from where an exception reaches the main line.',
        construct: handlerConstruct(situation, handler),
      }),
    ];
  }
  const caught = catching(situation, raised);
  return caught === null ? [] : [raising(situation, handler, raised.name, caught)];
}

function raising(situation: Situation, handler: SignalHandler, name: string, kept: Catching): Finding {
  const { construct, how, isGuess } = kept;
  const finding = handlerFinding(situation, handler, {
    sentence: `${handlerLabel(situation, handler)} raises ${name} in whatever it interrupts, and \`${construct.text}\` at ${placeLabel(construct)} ${construct.kind === 'except' ? 'catches it: the program goes on' : how}.`,
    fix: fixOf(name, kept),
    construct,
  });
  return isGuess ? { ...finding, certainty: 'possible' } : finding;
}

function fixOf(name: string, { construct: { kind }, isOwn }: Catching): string {
  if (!isOwn)
    return `That code is not the service's: let the handler raise nothing, but set a flag or an event that the main line looks at, or stop the server from another thread (\`threading.Thread(target=server.shutdown)\`); or tell the library to let ${name} pass, where it takes which exceptions it is to keep.`;
  if (kind === 'call')
    return 'Let the handler raise nothing, but set a flag or an event that the main line looks at: what is raised where Python itself calls (`__del__`) reaches nobody.';
  if (kind === 'finally')
    return 'Take the `return` (`break`, `continue`) out of the `finally`: it drops whatever exception is on its way.';
  if (kind !== 'except')
    return `Let ${name} pass there: an \`__exit__\` that returns something true drops the exception.`;
  return name === EXITING.name
    ? 'Catch `Exception` there, which leaves SystemExit alone; or let the handler set a flag or an event that the main line looks at.'
    : `Let ${name} pass there (\`except ${name}: raise\` before the clause), or raise SystemExit, which \`except Exception\` leaves alone.`;
}

interface Words {
  sentence: string;
  fix: string;
  construct: Construct | null;
}

export function handlerFinding(
  situation: Situation,
  handler: SignalHandler,
  { sentence, fix, construct }: Words,
): Finding {
  return {
    cause: 'signal-handler-failed',
    certainty: 'likely',
    sentence,
    fix,
    culprit: { ...handlerCulprit(situation, handler), construct },
    waitsFor: null,
    evidence: [
      `the handler calls ${handler.calls.slice(0, 6).join(', ') || 'nothing known'}`,
      stoodStill(situation),
    ],
    blocks: [],
  };
}

/** With its place. */
export function handlerLabel(situation: Situation, { function: name, place }: SignalHandler): string {
  const at = place === null ? '' : ` (${placeLabel(place)})`;
  return `The handler ${name ?? `of ${stopSignal(situation).name}`}${at}`;
}

const EXIT = /^((sys|builtins)\.)?(exit|quit)$/;
/** Of whatever a handler may run into. */
export const ANY_ERROR: Raised = { name: 'Exception', endsLoop: false, isBase: false };
/** Of `sys.exit()`. */
export const EXITING: Raised = { name: 'SystemExit', endsLoop: true, isBase: true };

function runsLoop({ last, mainThread }: Situation): boolean {
  return last.loops.some((loop) => loop.threadId === mainThread?.id && loop.state !== 'closed');
}
