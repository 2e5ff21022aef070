import type { Surroundings } from './surroundings.ts';
/** STUB until the real file lands. */
export function surroundingsOfCode(_code: unknown, _place: unknown): Surroundings | null {
  return null;
}
