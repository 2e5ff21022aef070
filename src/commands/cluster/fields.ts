/** Fields of an answer, which may be anything: what is not as it should be ends the reading with a sentence. */
import { visible } from '../../report/sanitise.ts';
import { badAnswer } from './client.ts';

/** Of what is shown in a row. */
const MAX_TEXT = 1_000;

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badAnswer();
  return value as Record<string, unknown>;
}

export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw badAnswer();
  return value;
}

/** Harmless for a terminal. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw badAnswer();
  return visible(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);
}

/** null and what is missing: empty. */
export function textOrNone(value: unknown): string {
  return value === null || value === undefined ? '' : textOf(value);
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badAnswer();
  return value;
}
