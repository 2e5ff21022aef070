import { faulthandlerLine } from '../signal/faulthandler-line.ts';
import { handlersOf } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalHandlerReplaced } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/**
 * The kernel has a handler, and Python's own table has none: one of C, which nobody in Python hears of
 * (`faulthandler.register`, a library that calls sigaction). Without it the signal would have ended the process.
 */
export const signalHandlerReplacedByC: Cause = {
  ...signalHandlerReplaced,
  evidence:
    "the signal is caught, neither Python's own table nor a loop has a handler for it, and nothing moved since",
  find(situation) {
    const { evidence, before } = situation;
    if (evidence.signal === null || before === null || hasVisiblyReacted(situation)) return [];
    if (handlersOf(situation).acting !== null || !isTableRead(situation)) return [];
    // gevent's hub and the like take signals in C, and tell what runs in them.
    if (situation.last.schedulers.length > 0) return [];
    const { number } = stopSignal(situation);
    const { pendingProcess } = situation.last.family.target.signals;
    if (!has(masksAtSignal(situation).caught, number) || has(pendingProcess, number)) return [];
    return [finding(situation)];
  },
};

/** It has SIGINT's from the start (Modules/signalmodule.c). */
function isTableRead({ before }: Situation): boolean {
  return before !== null && before.signalHandlers.length > 0;
}

function finding(situation: Situation): Finding {
  const { name } = stopSignal(situation);
  const construct = faulthandlerLine(situation, name);
  const by =
    construct === null ? '' : `, most likely that of \`${construct.text}\` at ${placeLabel(construct)}`;
  return {
    cause: 'signal-handler-replaced',
    certainty: 'likely',
    sentence: `${name} is taken by a handler of C, of which Python knows nothing${by}: it was called, and the process goes on as before. Without a handler the signal would have ended it.`,
    fix: `Look for what installs one: faulthandler.register(signal.${name}) without chain=True, or a library of C; or give the service a handler of its own after it, with signal.signal or loop.add_signal_handler, that ends it.`,
    culprit: {
      kind: 'signal-handler',
      pid: situation.last.family.target.pid,
      task: null,
      thread: null,
      process: null,
      frame: null,
      construct,
    },
    waitsFor: null,
    evidence: [
      `${name} is caught, and is not pending`,
      `neither Python's table of signal handlers nor an event loop has one for ${name}`,
    ],
    blocks: [],
  };
}
