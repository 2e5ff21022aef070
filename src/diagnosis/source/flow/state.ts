/** What is known on one path through a function, and how a path leaves a statement. */
import type { ConstructKind } from '../../vocabulary.ts';
import type { SourceFile } from '../file.ts';
import type { Scope } from '../syntax/scopes.ts';
import type { Block, ContextItem, Statement, WithStatement } from '../syntax/tree.ts';
import type { Answer, Naming, Thrown } from './exceptions.ts';
import { UNKNOWN_THROWN } from './exceptions.ts';

/** A piece of syntax that decided what became of the exception. */
export interface Decider {
  kind: ConstructKind;
  text: string;
  line: number;
  /** The statement in a handler or finally by which control left: `continue`, `return`. */
  statement: { text: string; line: number } | null;
}

export type Value =
  | { kind: 'constant'; value: boolean | number | string | null }
  | { kind: 'exception'; thrown: Thrown }
  | { kind: 'exception-class'; thrown: Thrown };

export type Env = ReadonlyMap<string, Value>;

export interface Path {
  /** Values of names (`done`, `self.running`, `stop.is_set()`) set on this path. */
  env: Env;
  /** Exceptions being handled around the present point, innermost last; the last is what a bare `raise` raises. */
  handling: readonly Thrown[];
  /** What made an end of the exception; null while it is in flight. */
  swallowedBy: Decider | null;
  /** What turned it into another exception. */
  convertedBy: Decider | null;
  /** yes: every decision on the way could be told; maybe: a condition could not; no: it rests on a guess. */
  sure: 'certain' | 'likely' | 'possible';
}

export type End =
  | { kind: 'normal' }
  | { kind: 'return' | 'break' | 'continue'; line: number; text: string }
  | { kind: 'raise'; thrown: Thrown; line: number }
  /** The coroutine is suspended again, with nothing in hand. */
  | { kind: 'wait'; line: number; yields: boolean }
  /** A loop without an end and without such a suspension. */
  | { kind: 'endless'; line: number; text: string }
  /** The process ends here. */
  | { kind: 'exit'; line: number };

export type Completion = Path & { end: End };

export interface Machine extends Naming {
  /** Stop at the first suspension after the exception was swallowed. */
  stopsAtWaits: boolean;
  /** Statements that may still be walked. */
  budget: number;
  /** Paths were dropped: nothing is certain. */
  truncated: boolean;
  /** Lines at which it may be suspended while an exception is handled. */
  cleanupWaits: Set<number>;
  /** Context managers of unknown make that the exception passed. */
  doubts: Map<number, Decider>;
  /** How deep same-file functions have been followed. */
  depth: number;
  run(block: Block, path: Path, machine: Machine): Completion[];
  /** Whether a context manager swallows the exception; in `contexts.ts`. */
  swallows(item: ContextItem, statement: WithStatement, thrown: Thrown, machine: Machine): Answer;
  /** The exception that a context manager surely raises in place of this one; null when it raises no other. */
  converts(item: ContextItem, statement: WithStatement, thrown: Thrown, machine: Machine): Thrown | null;
  /** A manager that is made for it, or one of unknown make. */
  kindOf(item: ContextItem): 'suppress' | 'with';
  /** What a call of a function of the same file surely raises; null when it may return; in `callees.ts`. */
  raisedBy(callee: string, isAwaited: boolean, machine: Machine): 'same' | 'other' | null;
  /** A machine for another function of the file. */
  inner(scope: Scope): Machine;
  file: SourceFile | null;
  scope: Scope | null;
}

export function startPath(handling: readonly Thrown[] = []): Path {
  return { env: new Map(), handling, swallowedBy: null, convertedBy: null, sure: 'certain' };
}

export function pathOf(completion: Completion): Path {
  const { env, handling, swallowedBy, convertedBy, sure } = completion;
  return { env, handling, swallowedBy, convertedBy, sure };
}

export function ended(path: Path, end: End): Completion {
  return { ...path, end };
}

const ORDER = ['certain', 'likely', 'possible'] as const;

export function lessSure(path: Path, sure: Path['sure']): Path {
  return ORDER.indexOf(path.sure) >= ORDER.indexOf(sure) ? path : { ...path, sure };
}

export function leaving(statement: Statement): { line: number; text: string } {
  return { line: statement.span.fromLine, text: statement.text };
}

const MOST_PATHS = 48;

/** Paths that end alike and know the same are one; too many are cut. */
export function merged(completions: readonly Completion[], machine: Machine): Completion[] {
  if (completions.length < 2) return [...completions];
  const seen = new Map<string, Completion>();
  for (const one of completions) {
    const key = keyOf(one);
    const known = seen.get(key);
    if (known === undefined || ORDER.indexOf(one.sure) < ORDER.indexOf(known.sure)) seen.set(key, one);
  }
  const result = [...seen.values()];
  if (result.length > MOST_PATHS) {
    machine.truncated = true;
    result.length = MOST_PATHS;
  }
  return result;
}

function keyOf({ end, env, handling, swallowedBy, convertedBy }: Completion): string {
  const values = [...env].map(([name, value]) => `${name}=${valueKey(value)}`).sort();
  return JSON.stringify([
    end.kind,
    endKey(end),
    values,
    handling.length,
    swallowedBy?.line ?? 0,
    swallowedBy?.statement?.line ?? 0,
    convertedBy?.line ?? 0,
  ]);
}

function endKey(end: End): unknown {
  if (end.kind === 'raise') return [end.thrown.names, end.thrown.inside, end.thrown === UNKNOWN_THROWN];
  return 'line' in end ? end.line : 0;
}

function valueKey(value: Value): string {
  return value.kind === 'constant'
    ? JSON.stringify(value.value)
    : `${value.kind}:${value.thrown.names.join()}`;
}
