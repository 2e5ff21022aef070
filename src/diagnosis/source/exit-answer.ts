/** What an `__exit__` or `__aexit__` says to an exception, by its own source. */
import { exitSwallows } from './flow/contexts.ts';
import type { Answer, Thrown } from './flow/exceptions.ts';
import { createMachine } from './flow/machine.ts';
import type { Surroundings } from './surroundings.ts';

/** `around`: any place in the exit. Null where there is no source of it. */
export function exitAnswer({ syntax }: Surroundings, thrown: Thrown, minor: number): Answer | null {
  if (syntax === null || syntax.file === null || syntax.scope === null) return null;
  const { file, scope, body: block } = syntax;
  return exitSwallows(scope, thrown, createMachine({ file, scope, block, minor, stopsAtWaits: false }));
}
