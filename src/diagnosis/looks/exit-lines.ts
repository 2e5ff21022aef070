/**
 * Up to 3.9 a frame in the exit of a `with` says the line at which the body ended; from 3.10 on that of the `with` (What's New
 * in 3.10, PEP 626). What stands at the body's last line was left: the exit is what the frame is in.
 */
import type { Capture } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Surroundings } from '../source/surroundings.ts';

const LAST_MINOR = 9;
const EXIT = /^__a?exit__$/;

/** The capture with such frames moved to the line of their `with`, itself where there are none. */
export function withExitLines(
  capture: Capture,
  surroundings: (place: CodePlace) => Surroundings | null,
): Capture {
  const minor = capture.python?.minor ?? LAST_MINOR + 1;
  if (minor > LAST_MINOR) return capture;
  if (![...capture.tasks, ...capture.threads].some(({ stack }) => isInExit(stack))) return capture;
  const moved = <T extends { stack: CodePlace[] }>(one: T): T => {
    const stack = withLines(one.stack, surroundings);
    return stack === one.stack ? one : { ...one, stack };
  };
  return { ...capture, tasks: capture.tasks.map(moved), threads: capture.threads.map(moved) };
}

function isInExit(stack: readonly CodePlace[]): boolean {
  return stack.some(({ name }) => EXIT.test(name));
}

function withLines(stack: CodePlace[], surroundings: (place: CodePlace) => Surroundings | null): CodePlace[] {
  if (!isInExit(stack)) return stack;
  return stack.map((place, index) => {
    if (place.origin === 'python' || !EXIT.test(stack[index + 1]?.name ?? '')) return place;
    const around = surroundings(place);
    const plain = around?.layers.flatMap((layer) => (layer.kind === 'with' ? [layer.line] : []))[0];
    const line = (around?.withHeader ?? around?.maybeInExit[0])?.line ?? plain;
    return line === undefined || line === place.line ? place : { ...place, line };
  });
}
