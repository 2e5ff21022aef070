/** What a handler raises by a statement of its own: `raise Terminated`, as its source says it. */
import type { SignalHandler } from '../../python/model/capture.ts';
import type { Situation } from '../situation.ts';
import { raisesInterrupt } from './handlers.ts';

export interface Raised {
  /** As written, without arguments: `GracefulExit`, `errors.Terminated`. */
  name: string;
  /** A loop lets it pass, and so ends (asyncio/events.py, `Handle._run`). */
  endsLoop: boolean;
  /** `except Exception` does not catch it. */
  isBase: boolean;
  /** Classes from which it is made, where that is known. */
  above?: readonly string[];
  /** All that is known is that it is an error: of whichever class. */
  isAnyError?: boolean;
}

/** A statement of its own, also behind `def stop(*_):` on the same line. */
const RAISE = /(?:^|:)\s*raise\s+([\w.]+)/;
const ENDING = /(^|\.)(SystemExit|KeyboardInterrupt)$/;
const BASE = /(^|\.)(BaseException|GeneratorExit)$/;

/** Null where it calls or stores something that may stop the program as well, and where there is no source. */
export function raisedBy(
  situation: Situation,
  { place, function: name, stores }: SignalHandler,
): Raised | null {
  if (name !== null && raisesInterrupt(name)) return INTERRUPT;
  if (place === null || name === null || stores.length > 0) return null;
  const span = situation.functionNamed(place.file, name)?.span;
  if (span === undefined) return null;
  for (let line = span.fromLine; line <= span.toLine; line += 1) {
    const raised = RAISE.exec(situation.sourceLine(place.file, line) ?? '')?.[1];
    if (raised !== undefined) return kindOf(situation, place.file, raised);
  }
  return null;
}

const INTERRUPT: Raised = { name: 'KeyboardInterrupt', endsLoop: true, isBase: true };

/** By the class that the same file makes of that name, if it does. */
function kindOf(situation: Situation, file: string, name: string): Raised {
  const bases = situation.classBases(file, name);
  const lineage = [name, ...bases];
  const endsLoop = lineage.some((one) => ENDING.test(one));
  return { name, above: bases, endsLoop, isBase: endsLoop || lineage.some((one) => BASE.test(one)) };
}
