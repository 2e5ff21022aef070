/** Limits under which Straggler could not look into the Python, though what else can be seen is still shown. */
import type { Limit } from './report.ts';

const BLINDING = new Set([
  'no-permission',
  'python-too-old',
  'python-too-new',
  'pypy',
  'free-threaded',
  'debug-build',
  'unknown-architecture',
  'unknown-layout',
]);

/** The first such limit; null when Straggler could look. */
export function blindness({ limits }: { limits: readonly Limit[] }): Limit | null {
  return limits.find(({ code }) => BLINDING.has(code)) ?? null;
}
