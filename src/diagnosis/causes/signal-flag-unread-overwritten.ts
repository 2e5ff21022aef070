import type { SignalHandler, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import { escapePattern } from '../escape-pattern.ts';
import { linesOf } from '../lines-of.ts';
import { misfitOf } from '../signal/arity.ts';
import { flagState, hasRun, isDue, sentSurely } from '../signal/flag-state.ts';
import { handlersOf } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import type { FunctionFacts } from '../source/surroundings.ts';
import type { LineSpan } from '../source/syntax/lines.ts';
import type { Finding } from '../vocabulary.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { handlerLabel } from './signal-handler-failed.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/** `self.running = True` at the start of the work, or of each round: what the handler has stored in between is gone. */
export const signalFlagUnreadOverwritten: Cause = {
  ...signalFlagUnread,
  evidence:
    'what the handler stores is as it was before the signal, and a line that the main thread comes to stores it, too',
  find(situation) {
    const certainty = sentSurely(situation);
    if (certainty === null || hasVisiblyReacted(situation) || isDue(situation)) return [];
    const { mainThread } = situation;
    const { acting } = handlersOf(situation);
    if (acting?.place?.origin !== 'user' || mainThread === null || hasRun(situation, acting) !== false)
      return [];
    // No line of it was run.
    if (misfitOf(acting) !== null) return [];
    const store = storeBeside(situation, acting, mainThread);
    return store === null ? [] : [{ ...finding(situation, acting, mainThread, store), certainty }];
  },
};

interface Store {
  flag: string;
  file: string;
  line: number;
  text: string;
}

/** Of a flag that is as it was, by a function of the stack that is not the handler. */
function storeBeside(situation: Situation, handler: SignalHandler, { stack }: ThreadState): Store | null {
  const stored = handler.flags.flatMap(({ name, isSet }) => (isSet === null ? [name] : []));
  const flags = stored.filter((one) => flagState(situation, handler, one) === 'unset');
  for (const [index, place] of [...stack.entries()].toReversed()) {
    if (place.origin !== 'user' || !situation.mayMention(place.file, flags)) continue;
    const around = situation.surroundings(place);
    if (around?.function == null) continue;
    // A function that is called anew begins with its first line.
    const isCalledAnew = stack.slice(0, index).some((outer) => loopsAt(situation, outer).length > 0);
    const isAhead = isCalledAnew ? () => true : aheadOf(place, loopsAt(situation, place));
    const found = storeIn(situation, place.file, around.function, { flags, isAhead });
    if (found !== null) return found;
  }
  return null;
}

function loopsAt(situation: Situation, place: CodePlace): LineSpan[] {
  const layers = place.origin === 'user' ? (situation.surroundings(place)?.layers ?? []) : [];
  return layers.flatMap((layer) => (layer.kind === 'loop' ? [layer.span] : []));
}

/** What lies behind the place, in no loop around it, was run before it came there: before the handler was installed, as often as not. */
function aheadOf(place: CodePlace, loops: readonly LineSpan[]): (line: number) => boolean {
  return (line) =>
    line > place.line || loops.some(({ fromLine, toLine }) => line >= fromLine && line <= toLine);
}

function storeIn(
  situation: Situation,
  file: string,
  { span, nested }: FunctionFacts,
  { flags, isAhead }: { flags: readonly string[]; isAhead: (line: number) => boolean },
): Store | null {
  // What stands in a function within it is that one's.
  const isOwn = (line: number) =>
    !nested.some(({ fromLine, toLine }) => line >= fromLine && line <= toLine) && isAhead(line);
  const lines = linesOf(situation, file, span).map((text, index) =>
    isOwn(span.fromLine + index) ? text : '',
  );
  for (const flag of flags) {
    const stores = new RegExp(`^(\\w+\\.)*${escapePattern(flag)}\\s*=(?!=)`);
    const index = lines.findIndex((text) => stores.test(text));
    if (index !== -1) return { flag, file, line: span.fromLine + index, text: lines[index] ?? '' };
  }
  return null;
}

function finding(
  situation: Situation,
  handler: SignalHandler,
  main: ThreadState,
  { flag, file, line, text }: Store,
): Finding {
  const now = innermostOwn(main.stack);
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `${handlerLabel(situation, handler)} sets '${flag}', which is as it was before the signal: \`${text}\` at ${placeLabel({ file, line })} has most likely overwritten it${now === null ? '' : `; the main thread is in ${frameLabel(now)}`}.`,
    fix: `Give '${flag}' its first value once, before the handler is installed, and let nothing but the handler store it afterwards: or use a threading.Event.`,
    culprit: threadCulprit(situation, main, handlerConstruct(situation, handler), now),
    waitsFor: null,
    evidence: [
      `what ${handler.function ?? 'the handler'} sets is as it was before the signal`,
      `${placeLabel({ file, line })} stores it, too, and the main thread comes there`,
    ],
    blocks: [],
  };
}
