import type { SignalHandler } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { misfitOf } from '../signal/arity.ts';
import { catching } from '../signal/catching.ts';
import type { FlagReader } from '../signal/flag-readers.ts';
import { flagState, hasRun, isDue, sentSurely } from '../signal/flag-state.ts';
import { handlersOf, tells } from '../signal/handlers.ts';
import { localFlag } from '../signal/local-flag.ts';
import type { Raised } from '../signal/raised.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { riskyText } from '../signal/risky-text.ts';
import { unawaitedBy } from '../signal/unawaited.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { countLabel, frameLabel, listLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { ANY_ERROR, handlerFinding, handlerLabel, signalHandlerFailed } from './signal-handler-failed.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** Where no clause keeps all errors, one that keeps some will have been it: the program has gone on. */
const SOME_ERROR: Raised = { ...ANY_ERROR, isAnyError: true };
const TYPE_ERROR: Raised = { name: 'TypeError', endsLoop: false, isBase: false };

/** What a handler of signal.signal sets is as it was: it broke off before it came to that, or it set something else. */
export const signalHandlerFailedHalfway: Cause = {
  ...signalHandlerFailed,
  evidence:
    'what the handler sets is as it was before the signal, and a clause around the main thread, or the loop that called it, keeps what it raised; or it sets a variable that the loop does not look at',
  find(situation) {
    const certainty = sentSurely(situation);
    if (certainty === null || hasVisiblyReacted(situation) || isDue(situation)) return [];
    if (!has(masksAtSignal(situation).caught, stopSignal(situation).number)) return [];
    const { acting } = handlersOf(situation);
    if (acting?.registeredBy === 'python' && misfitOf(acting) !== null)
      return halfway(situation, acting).map((one) => ({ ...one, certainty }));
    if (acting?.place?.origin !== 'user' || unawaitedBy(situation, acting) !== null) return [];
    const local = acting.stores.length === 0 ? localFlag(situation, acting) : null;
    if (local !== null) return [{ ...ofLocal(situation, acting, local), certainty }];
    if (hasRun(situation, acting) !== false) return [];
    const found = acting.registeredBy === 'python' ? halfway : inCallback;
    return found(situation, acting).map((one) => ({ ...one, certainty }));
  },
};

function halfway(situation: Situation, handler: SignalHandler): Finding[] {
  const misfit = misfitOf(handler);
  if (misfit !== null) {
    const kept = catching(situation, TYPE_ERROR);
    if (kept === null) return [];
    const { construct } = kept;
    return [
      handlerFinding(situation, handler, {
        sentence: `${handlerLabel(situation, handler)} takes ${countLabel(misfit.takes, 'argument')}, and Python calls it with ${misfit.given}, the signal's number and the frame: that raises TypeError in the main thread, and \`${construct.text}\` at ${placeLabel(construct)} ${kept.how}.`,
        fix: takesBoth(handler),
        construct,
      }),
    ];
  }
  const risky = riskyText(situation, handler);
  const mayFail = handler.calls.length > 0 || risky !== null;
  const kept = mayFail ? (catching(situation, ANY_ERROR) ?? catching(situation, SOME_ERROR)) : null;
  if (kept !== null) {
    const { construct } = kept;
    return [
      handlerFinding(situation, handler, {
        sentence: `${handlerLabel(situation, handler)} sets ${flagsLabel(situation, handler)}, which is as it was before the signal: it most likely raised an exception on the way there${risky === null ? '' : ` (\`${risky}\` may)`}, and \`${construct.text}\` at ${placeLabel(construct)} ${kept.how}.`,
        fix: 'Look for its traceback in the log; let the handler set the flag first, before anything that can fail.',
        construct,
      }),
    ];
  }
  return [];
}

/** `signal.signal(SIGTERM, stop.set)`: what is Python's own stays as it is. */
function takesBoth(handler: SignalHandler): string {
  const name = lastPart(handler.function ?? 'stop');
  return handler.place?.origin === 'python'
    ? `Give signal.signal a function that takes both, and calls that: \`lambda *_: event.${name}()\`.`
    : `Let the handler take both: \`def ${name}(${isMethod(handler) ? 'self, ' : ''}signum, frame)\`, or \`*_\` where it needs neither.`;
}

/** `App.stop`, and not `main.<locals>.stop`. */
function isMethod({ function: name }: SignalHandler): boolean {
  return /(^|\.)[A-Z]\w*\.\w+$/.test(name ?? '');
}

/** The loop calls it, logs what it raises and goes on (asyncio/events.py, `Handle._run`): what it sets comes after what may fail. */
function inCallback(situation: Situation, handler: SignalHandler): Finding[] {
  const misfit = misfitOf(handler);
  if (misfit !== null)
    return [
      handlerFinding(situation, handler, {
        sentence: `${handlerLabel(situation, handler)} takes ${countLabel(misfit.takes, 'argument')}, and the loop calls it with ${countLabel(misfit.given, 'argument')}: that raises TypeError, which the loop logs and forgets.`,
        fix: 'Give it what it takes, `loop.add_signal_handler(signal.SIGTERM, handler, …)`: a loop passes on those arguments, and neither the number of the signal nor a frame.',
        construct: handlerConstruct(situation, handler),
      }),
    ];
  const first = handler.calls.findIndex((one) => SETS.test(one));
  const mayFail = handler.calls.slice(0, Math.max(0, first)).filter((one) => !(tells(one) || SETS.test(one)));
  const risky = mayFail.length === 0 ? riskyText(situation, handler) : null;
  if (mayFail.length === 0 && risky === null) return [];
  const before = risky === null ? `it calls ${mayFail.slice(0, 3).join(', ')} first` : `\`${risky}\` may`;
  return [
    handlerFinding(situation, handler, {
      sentence: `${handlerLabel(situation, handler)} sets ${flagsLabel(situation, handler)}, which is as it was before the signal: it most likely raised an exception on the way there (${before}), which the loop logs and forgets.`,
      fix: 'Look for "Exception in callback" in the log; let the handler set the flag first, before anything that can fail.',
      construct: handlerConstruct(situation, handler),
    }),
  ];
}

const SETS = /\.set$/;

/** Those that are seen to be as they were. */
function flagsLabel(situation: Situation, handler: SignalHandler): string {
  const unset = handler.flags.filter(({ name }) => flagState(situation, handler, name) === 'unset');
  return listLabel(unset.map(({ name }) => `'${name}'`));
}

function ofLocal(situation: Situation, handler: SignalHandler, { flag, place }: FlagReader): Finding {
  return handlerFinding(situation, handler, {
    sentence: `${handlerLabel(situation, handler)} assigns '${flag}' without \`global\` or \`nonlocal\`, which makes it a variable of its own: the '${flag}' that ${frameLabel(place)} tests stays as it is.`,
    fix: `Declare it in the handler: \`global ${flag}\` (\`nonlocal ${flag}\` within a function); or use a threading.Event.`,
    construct: handlerConstruct(situation, handler),
  });
}
