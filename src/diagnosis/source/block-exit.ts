/** How control leaves a block of statements (`BlockExit`), by walking all its paths without regard to conditions. */
import { UNKNOWN_THROWN } from './flow/exceptions.ts';
import type { MachineOptions } from './flow/machine.ts';
import { createMachine } from './flow/machine.ts';
import type { Completion, Env } from './flow/state.ts';
import { startPath } from './flow/state.ts';
import type { BlockExit } from './surroundings.ts';
import type { Block } from './syntax/tree.ts';

/** `caughtName`: what the handler calls the exception, so that `raise error` counts as letting it pass. */
export function blockExitOf(block: Block, caughtName: string | null, options: MachineOptions): BlockExit {
  const machine = createMachine({ ...options, stopsAtWaits: false });
  const env: Env =
    caughtName === null ? new Map() : new Map([[caughtName, { kind: 'exception', thrown: UNKNOWN_THROWN }]]);
  const ends = machine.run(block, { ...startPath([UNKNOWN_THROWN]), env }, machine);
  return summary(ends);
}

function summary(ends: readonly Completion[]): BlockExit {
  const exit: BlockExit = {
    fallsThrough: false,
    reraises: false,
    raisesOther: null,
    returns: null,
    continues: null,
    breaks: null,
    alwaysReraises: ends.length > 0,
    loops: [],
  };
  for (const { end } of ends) {
    const passes = end.kind === 'raise' && end.thrown === UNKNOWN_THROWN;
    if (!passes) exit.alwaysReraises = false;
    switch (end.kind) {
      case 'normal':
        exit.fallsThrough = true;
        break;
      case 'return':
        exit.returns ??= { line: end.line };
        break;
      case 'continue':
        exit.continues ??= { line: end.line };
        break;
      case 'break':
        exit.breaks ??= { line: end.line };
        break;
      case 'endless':
        exit.loops.push({ line: end.line, text: end.text });
        break;
      case 'exit':
        exit.raisesOther ??= { line: end.line, types: ['SystemExit'] };
        break;
      case 'raise':
        if (passes) exit.reraises = true;
        else addRaised(exit, end.line, end.thrown.names);
        break;
      case 'wait':
        break;
    }
  }
  return exit;
}

function addRaised(exit: BlockExit, line: number, types: readonly string[]): void {
  if (exit.raisesOther === null) exit.raisesOther = { line, types: [...types] };
  else
    for (const type of types) if (!exit.raisesOther.types.includes(type)) exit.raisesOther.types.push(type);
}
