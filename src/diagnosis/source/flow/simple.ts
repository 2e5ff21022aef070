/** What a simple statement does to a path. */
import type { Expression } from '../syntax/expression.ts';
import { dottedName, lastName } from '../syntax/expression.ts';
import type { SimpleStatement } from '../syntax/tree.ts';
import { knownValue } from './evaluate.ts';
import { raisedName, resolvedName, UNKNOWN_THROWN } from './exceptions.ts';
import type { Completion, Env, Machine, Path, Value } from './state.ts';
import { ended, leaving } from './state.ts';

/** End the process at once, running nothing more of Python. */
const PROCESS_ENDS = new Set(['os._exit', 'os.abort']);
const SYSTEM_EXITS = new Set(['sys.exit', 'exit', 'quit']);

export function runSimple(statement: SimpleStatement, path: Path, machine: Machine): Completion[] {
  const { effect } = statement;
  const { line, text } = leaving(statement);
  switch (effect.kind) {
    case 'return':
    case 'break':
    case 'continue':
      return [ended(path, { kind: effect.kind, line, text })];
    case 'raise':
      return [runRaise(effect.value, line, path, machine)];
    case 'assign':
      return [
        ended({ ...path, env: assigned(effect.targets, effect.value, path, machine) }, { kind: 'normal' }),
      ];
    case 'expression':
      return [runExpression(effect.value, line, path, machine)];
    default:
      return [ended(path, { kind: 'normal' })];
  }
}

function runRaise(value: Expression | null, line: number, path: Path, machine: Machine): Completion {
  const current = path.handling[path.handling.length - 1];
  if (value === null) return ended(path, { kind: 'raise', thrown: current ?? UNKNOWN_THROWN, line });
  const known = knownValue(value, path, machine);
  if (known !== null && known.kind !== 'constant')
    return ended(path, { kind: 'raise', thrown: known.thrown, line });
  const name = raisedName(value, machine);
  const thrown = { names: name === null ? [] : [name] };
  return ended(path, { kind: 'raise', thrown, line });
}

function assigned(targets: readonly string[], value: Expression | null, path: Path, machine: Machine): Env {
  const env = new Map(path.env);
  for (const target of targets) {
    for (const name of env.keys()) if (name === target || name.startsWith(`${target}.`)) env.delete(name);
  }
  const known: Value | null = value === null ? null : knownValue(value, path, machine);
  if (known !== null) for (const target of targets) env.set(target, known);
  return env;
}

function runExpression(value: Expression, line: number, path: Path, machine: Machine): Completion {
  const call = value.kind === 'await' ? value.value : value;
  const normal = ended(path, { kind: 'normal' });
  if (call.kind !== 'call') return normal;
  const callee = dottedName(call.callee);
  const last = lastName(call.callee);
  if (callee !== null) {
    const resolved = resolvedName(callee, machine);
    if (PROCESS_ENDS.has(resolved)) return ended(path, { kind: 'exit', line });
    if (SYSTEM_EXITS.has(resolved)) return raised({ names: ['SystemExit'] }, line, path);
    if (last === 'set' || last === 'clear') return ended(flagged(callee, last, path), { kind: 'normal' });
    if (last !== null && /^re_?raise/.test(last))
      return raised(path.handling.at(-1) ?? UNKNOWN_THROWN, line, path);
    const surely = machine.raisedBy(callee, value.kind === 'await', machine);
    if (surely === 'same') return raised(path.handling.at(-1) ?? UNKNOWN_THROWN, line, path);
    if (surely === 'other') return raised({ names: [] }, line, path);
  }
  return normal;
}

function raised(thrown: { names: readonly string[] }, line: number, path: Path): Completion {
  return ended(path, { kind: 'raise', thrown, line });
}

/** `stop.set()` makes `stop.is_set()` true (Event). */
function flagged(callee: string, last: 'set' | 'clear', path: Path): Path {
  const env = new Map(path.env);
  env.set(`${callee.slice(0, callee.length - last.length)}is_set()`, {
    kind: 'constant',
    value: last === 'set',
  });
  return { ...path, env };
}
