/** Whether a child was told to stop by its parent: by what it has done since, or by what the kernel holds for it. */

import type { ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import { has } from '../causes/signal-masks.ts';
import type { ChildEvidence } from '../context.ts';
import { once } from '../once.ts';
import { ownFiles } from '../own-files.ts';
import { reachOfHandler } from '../signal/handler-reach.ts';
import { handlersOf } from '../signal/handlers.ts';
import { stopSign } from '../signal/stop-sign.ts';
import type { Situation } from '../situation.ts';
import { withoutParents } from './forked.ts';

/** Any of the children has the signal pending, or shows at the looks at it that it was asked to stop. */
export const hasToldChild = once(({ evidence, last }): boolean => {
  const { signal, children } = evidence;
  if (signal === null) return false;
  const isPending = last.family.descendants.some(({ signals }) => has(signals.pendingProcess, signal.number));
  return isPending || (children ?? []).some((one) => isAsked(evidence, one));
});

/** At the looks at it, it shows that it was asked to stop. */
export function isAsked(evidence: Situation['evidence'], { captures }: ChildEvidence): boolean {
  const looks = captures.map(({ capture }) => withoutParents(capture));
  const last = looks.at(-1);
  if (last === undefined) return false;
  if (stopSign(looks) !== null) return true;
  const { acting } = handlersOf({ before: null, last, evidence });
  return acting?.flags.some(({ isSet }) => isSet === true) === true;
}

/** As code says it: `child.terminate()`, `map(Process.terminate, children)`. */
const TELLS = ['.terminate', '.send_signal', 'os.kill(', 'killpg('];

/** False where nobody is seen to tell a child: neither by what it does, nor in the code of its parent. */
export const isTold = once((situation): boolean => {
  const { mainThread: main, before } = situation;
  const stacks = [main, before?.threads.find((one) => one.isMain)].flatMap((one) => one?.stack ?? []);
  const { acting } = handlersOf(situation);
  const places = [...stacks, ...(acting?.place == null ? [] : [acting.place])];
  const files = places.filter(({ origin }) => origin === 'user').map(({ file }) => file);
  return (
    hasToldChild(situation) ||
    handlerTells(situation) ||
    isToldByExit(main) ||
    ownFiles(situation, ...files).some((file) => situation.mayMention(file, TELLS))
  );
});

const TELLING_CALL = /^(terminate|send_signal|kill|killpg)$/;

/** The handler's code, or what it calls of its own file, tells processes to end; not where it may mean its own by that. */
export const handlerTells = once((situation): boolean => {
  const { acting } = handlersOf(situation);
  const names = acting === null ? null : reachOfHandler(situation, acting).names;
  return names !== null && !names.has('getpid') && [...names].some((one) => TELLING_CALL.test(one));
});

/** `_exit_function` calls terminate() of the daemons among its children before it joins any (Lib/multiprocessing/util.py). */
function isToldByExit(main: ThreadState | null): boolean {
  return (
    main?.waitsFor.kind === 'child' &&
    main.waitsFor.isDaemon === true &&
    main.stack.some(
      ({ name, file }) => name === '_exit_function' && standardFile(file).endsWith('multiprocessing/util.py'),
    )
  );
}
