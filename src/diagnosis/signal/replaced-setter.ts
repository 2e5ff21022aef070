/** Handlers that the service's source gives to the stop signal, and that are not the one in place any more. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { stopSignal } from '../causes/signal-masks.ts';
import { lastPart } from '../dotted-name.ts';
import { escapePattern } from '../escape-pattern.ts';
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts, FunctionFacts } from '../source/surroundings.ts';
import { handlersOf } from './handlers.ts';

/** A call that gave the signal a handler which sets an event: by the event's own `set`, a lambda or a function. */
export interface ReplacedSetter {
  file: string;
  line: number;
  /** Of the handler that it gives; null for a lambda. */
  name: string | null;
  /** Other code of the service sets an event of that name, too. */
  hasOthers: boolean;
}

const MOST_FUNCTIONS = 50;

/**
 * Whoever, by the source of the service, was to set the event of that name when the signal comes, where the handler in place
 * is another one. Of a loop's handlers, and of Python's own, the last one wins (asyncio/unix_events.py, Lib/signal.py).
 */
export function replacedSetter(
  situation: Situation,
  acting: SignalHandler,
  waiter: CodePlace,
  event: string,
): ReplacedSetter | null {
  for (const file of ownFiles(situation, waiter.file)) {
    if (!situation.mayMention(file, ['add_signal_handler', 'signal.signal'])) continue;
    for (const { calls } of situation.functionsMatching(file, INSTALLS).slice(0, MOST_FUNCTIONS)) {
      for (const call of calls) {
        const setter = isForSignal(situation, call) ? setterIn(situation, file, call, event) : null;
        if (setter === null || isInPlace(acting, file, setter)) continue;
        const { line } = call;
        return { file, line, name: setter.name, hasOthers: hasOthers(situation, file, setter, event) };
      }
    }
  }
  return null;
}

const INSTALLS = /\b(add_signal_handler|signal\.signal)\(/;

/** One for `sig`, in a loop over several signals, may be for this one. */
function isForSignal(situation: Situation, { callee, text }: CallFacts): boolean {
  const isLoops = lastPart(callee) === 'add_signal_handler';
  // What is in Python's own table is called whatever a loop has.
  if (!isLoops && (callee !== 'signal.signal' || handlersOf(situation).python !== null)) return false;
  const names = [...text.matchAll(/\bSIG[A-Z][A-Z0-9]*\b/g)].map(([name]) => name);
  return names.length === 0 || names.includes(stopSignal(situation).name);
}

interface Setter {
  name: string | null;
  lines: { fromLine: number; toLine: number };
}

function setterIn(situation: Situation, file: string, call: CallFacts, event: string): Setter | null {
  const { line, text, argumentNames } = call;
  const here = { fromLine: line, toLine: line };
  const sets = new RegExp(`(^|\\.)${escapePattern(event)}\\.set$`);
  const own = argumentNames.find((one) => sets.test(one));
  if (own !== undefined) return { name: own, lines: here };
  if (new RegExp(`\\blambda\\b.*\\b${escapePattern(event)}\\.set\\b`).test(text))
    return { name: null, lines: here };
  for (const name of argumentNames) {
    const facts = functionCalled(situation, file, lastPart(name));
    if (
      facts?.calls.some(({ callee, argumentNames: handed }) =>
        [callee, ...handed].some((one) => sets.test(one)),
      )
    )
      return { name, lines: facts.span };
  }
  return null;
}

/** null where several functions of the file have that name. */
function functionCalled(situation: Situation, file: string, name: string): FunctionFacts | null {
  const pattern = new RegExp(`\\bdef ${escapePattern(name)}\\b`);
  const [facts, ...more] = situation.functionsMatching(file, pattern).filter((one) => one.name === name);
  return more.length > 0 ? null : (facts ?? null);
}

/** Of an event's own `set` nothing says which line gave it: it may be this one, from before the event was made anew. */
function isInPlace({ function: name, place }: SignalHandler, file: string, setter: Setter): boolean {
  const { fromLine, toLine } = setter.lines;
  if (place !== null && place.file === file && place.line >= fromLine && place.line <= toLine) return true;
  return setter.name !== null && name !== null && lastPart(setter.name) === lastPart(name);
}

function hasOthers(situation: Situation, file: string, { lines }: Setter, event: string): boolean {
  const sets = new RegExp(`\\b${escapePattern(event)}\\.set\\b`);
  return ownFiles(situation, file).some((one) =>
    situation
      .functionsMatching(one, sets)
      .some(({ calls }) =>
        calls.some(
          ({ callee, line }) =>
            sets.test(callee) && !(one === file && line >= lines.fromLine && line <= lines.toLine),
        ),
      ),
  );
}
