import type { ProcessFacts, SignalMasks } from '../../target/facts.ts';
import { processCulprit } from '../culprit.ts';
import { launcherRule } from '../libraries/launchers.ts';
import { hasRun } from '../signal/flag-state.ts';
import { handlersOf, leavesTraces } from '../signal/handlers.ts';
import { hasReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Certainty } from '../vocabulary.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { signalHandlerFailed } from './signal-handler-failed.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** The kubelet, and `kill`, signal one process: what a launcher does with it is the launcher's affair. */
export const signalNotForwarded: Cause = {
  code: 'signal-not-forwarded',
  title: 'a launcher kept the signal for itself',
  stage: 'signal',
  evidence:
    'the signal went to an ancestor of the Python process, which still runs; the Python process did not react',
  find(situation) {
    const { signal } = situation.evidence;
    const { target, ancestors } = situation.last.family;
    if (signal === null || signal.sentToPid === target.pid || hasReacted(situation)) return [];
    const launcher = ancestors.find((one) => one.pid === signal.sentToPid);
    const receiver =
      launcher ?? situation.before?.family.ancestors.find((one) => one.pid === signal.sentToPid);
    if (receiver === undefined || wasSeen(situation)) return [];
    const keeper = launcher === undefined ? receiver : keeperBelow(situation, receiver);
    if (keeper === null) return [];
    const passed = keeper === receiver ? '' : ` and from there to ${label(keeper)}`;
    const mayTrap = mayHaveTrapped(situation, keeper);
    const does = launcher === undefined ? 'ended without passing it on' : 'did not pass it on';
    const what = mayTrap
      ? `has a trap for it: whether that passes it on to the Python process (pid ${target.pid}), which did not react, cannot be seen.`
      : `${does}: the Python process (pid ${target.pid}) never saw it.`;
    return [
      {
        cause: 'signal-not-forwarded',
        certainty: mayTrap ? 'possible' : certaintyOf(situation, keeper),
        sentence: `${signal.name} went to ${label(receiver)}${passed}, which ${what}`,
        fix:
          launcherRule(keeper)?.fix ??
          `Let the program take its place: write \`exec ${target.command.join(' ')}\` as the last line, or use the exec form ["python", …] of CMD/ENTRYPOINT.`,
        culprit: processCulprit(keeper),
        waitsFor: null,
        evidence: evidenceOf(
          receiver,
          target,
          situation.evidence.signal?.number ?? stopSignal(situation).number,
        ),
        blocks: [`pid ${target.pid} (${target.comm}), which was not told`],
      },
    ];
  },
};

/**
 * Proven where the Python process has no handler and lives, or where the launcher has none that could have passed it on,
 * whether it died of the signal or not (inits wait for blocked signals instead). Else a handler in the Python process may have run and left no trace: where
 * somebody tests a flag that it sets, that is as good a guess.
 */
function certaintyOf(situation: Situation, receiver: ProcessFacts): Certainty {
  const { target } = situation.last.family;
  const { number } = stopSignal(situation);
  const takes = ({ caught, blocked }: SignalMasks) => has(caught, number) || has(blocked, number);
  const handled = takes(masksAtSignal(situation)) || takes(target.signals);
  if (!(handled || target.isInit)) return 'certain';
  if (!takes(asBefore(situation, receiver).signals)) return 'certain';
  const ofHandler = [signalFlagUnread, signalHandlerFailed].flatMap((cause) => cause.find(situation));
  return ofHandler.some((one) => one.certainty !== 'possible') ? 'possible' : 'likely';
}

/** SIGINT and SIGQUIT. */
const OF_KEYBOARD = [2, 3];

/**
 * A shell with a trap runs it at once where Python is a job in the background, for which it waits; one in the foreground it
 * waits out first. Jobs in the background of a script ignore what the keyboard sends, unless it has a trap for that, too (POSIX,
 * Shell Command Language, 2.11). Where Python's handler would have left a trace, there is none: the signal has not come.
 */
function mayHaveTrapped(situation: Situation, keeper: ProcessFacts): boolean {
  const { number } = stopSignal(situation);
  const { signals } = situation.last.family.target;
  return (
    launcherRule(keeper)?.isShell === true &&
    has(asBefore(situation, keeper).signals.caught, number) &&
    OF_KEYBOARD.some((one) => has(signals.ignored, one)) &&
    !wouldShow(situation) &&
    has(signals.caught, number)
  );
}

/** It cancels or starts something, is one of asyncio's own, or what it sets is as it was. */
function wouldShow(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  if (acting === null) return false;
  return acting.place?.origin === 'python' || leavesTraces(acting) || hasRun(situation, acting) === false;
}

/** Once it has passed a signal on, a launcher may ignore it (`timeout` of the GNU coreutils does). */
function asBefore({ before }: Situation, process: ProcessFacts): ProcessFacts {
  return before?.family.ancestors.find((one) => one.pid === process.pid) ?? process;
}

/** Of those between the receiver and the Python process, outermost first, the first that keeps what it gets; null for none. */
function keeperBelow(situation: Situation, receiver: ProcessFacts): ProcessFacts | null {
  const { ancestors } = situation.last.family;
  const chain = ancestors.slice(0, ancestors.findIndex(({ pid }) => pid === receiver.pid) + 1).reverse();
  return chain.find((one) => !passesOn(situation, one)) ?? null;
}

/** Of an init that waits for blocked signals, too. */
function passesOn(situation: Situation, process: ProcessFacts): boolean {
  const { caught, blocked } = asBefore(situation, process).signals;
  const { number } = stopSignal(situation);
  // A watch that joined after the signal sees no more than that it is ignored since.
  const isPassed = situation.before === null && has(process.signals.ignored, number);
  const takes = has(caught, number) || has(blocked, number) || isPassed;
  return takes && launcherRule(process)?.forwards === true;
}

/** What the handler of the Python process sets has changed: the signal came. */
function wasSeen(situation: Situation): boolean {
  const { acting } = handlersOf(situation);
  return acting !== null && hasRun(situation, acting) === true;
}

function label(process: ProcessFacts): string {
  return `${process.comm} (pid ${process.pid}: ${process.command.join(' ').slice(0, 120)})`;
}

function evidenceOf(receiver: ProcessFacts, target: ProcessFacts, signal: number): string[] {
  const evidence = [`the signal was sent to pid ${receiver.pid}; pid ${target.pid} is its descendant`];
  const { signals } = target;
  if (has(signals.caught, signal))
    evidence.push('the Python process has a handler for it, and nothing was cancelled or ended since');
  else if (target.isInit)
    evidence.push(
      'the Python process is PID 1 of its namespace and has no handler for it: it would not take it either, until it has one',
    );
  else evidence.push('the Python process has no handler for it and would have died of it');
  return evidence;
}
