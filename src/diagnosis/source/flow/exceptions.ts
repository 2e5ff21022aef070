/** Which except clause catches which exception, by the names of the classes. */
import { lastPart } from '../../dotted-name.ts';
import type { Expression } from '../syntax/expression.ts';
import { dottedName, lastName } from '../syntax/expression.ts';
import type { ModuleNames } from '../syntax/names.ts';
import { NO_NAMES } from '../syntax/names.ts';
import { ALIASES, ALIASES_SINCE, CANCELLED, PARENTS } from './exception-table.ts';

export type Answer = 'yes' | 'no' | 'maybe';

/** An exception in flight: one of these classes (more than one when the syntax leaves it open; none: quite unknown). */
export interface Thrown {
  names: readonly string[];
  /** What is in it, when it is a group. */
  inside?: readonly string[];
  /** Classes from which it is made, where another file tells: of the one that raised it. */
  above?: readonly string[];
}

export const CANCELLATION: Thrown = { names: [CANCELLED] };
export const UNKNOWN_THROWN: Thrown = { names: [] };

/** What a name is looked up in: the file, the class whose method it is, and the function's own names. */
export interface Naming {
  names: ModuleNames;
  minor: number;
  /** Qualified name of the class of `self`; null outside methods. */
  className: string | null;
  /** Local names that the function assigns exactly once. */
  locals: ReadonlyMap<string, Expression | null>;
  /** What names were seen to stand for, in memory. */
  seen?: ReadonlyMap<string, readonly string[]>;
}

/** A name which may stand for any class: a variable, a parameter, a tuple made elsewhere. */
const UNRESOLVED = '?';

/** The class names which an except clause names, resolved; `?` for what cannot be told. */
export function caughtNames(type: Expression | null, naming: Naming, depth = 0): string[] {
  if (type === null) return ['BaseException'];
  if (depth > 8) return [UNRESOLVED];
  switch (type.kind) {
    case 'tuple':
      return type.items.flatMap((item) => caughtNames(item, naming, depth + 1));
    case 'starred':
      return caughtNames(type.value, naming, depth + 1);
    case 'call':
      // anyio's name for the backend's own class; on asyncio it is CancelledError.
      return lastName(type.callee) === 'get_cancelled_exc_class' ? [CANCELLED] : [UNRESOLVED];
    case 'choice':
      return [UNRESOLVED];
    default:
      break;
  }
  const written = dottedName(type);
  if (written === null) return [UNRESOLVED];
  const assigned = assignedValue(written, naming);
  const names =
    assigned === null || assigned === undefined
      ? [assigned === null ? UNRESOLVED : className(written, naming)]
      : caughtNames(assigned, naming, depth + 1);
  return names.includes(UNRESOLVED) ? (seenNames(written, naming) ?? names) : names;
}

/** As memory has them, where the source does not tell; a class of the file's own by its name there. */
function seenNames(written: string, naming: Naming): string[] | null {
  const seen = naming.seen?.get(written);
  return (
    seen?.map((one) => {
      const last = one.slice(one.lastIndexOf('.') + 1);
      return naming.names.scopes.has(last) ? last : canonical(one, naming.minor);
    }) ?? null
  );
}

/** The value that a name was given once, in the function, its class or its module; null: given more than once. */
export function assignedValue(written: string, naming: Naming): Expression | null | undefined {
  if (naming.locals.has(written)) return naming.locals.get(written);
  const own = /^(?:self|cls)\.(\w+)$/.exec(written)?.[1];
  if (own !== undefined && naming.className !== null)
    return naming.names.assignments.get(`${naming.className}.${own}`);
  return naming.names.assignments.get(written);
}

/** What a written dotted name stands for, by the file's imports. */
export function resolvedName(written: string, naming: Naming): string {
  const [first = '', ...rest] = written.split('.');
  const imported = naming.names.imports.get(first);
  return imported === undefined ? written : [imported, ...rest].join('.');
}

function className(written: string, naming: Naming): string {
  const resolved = resolvedName(written, naming);
  // Without the imports of the file (bytecode), `futures.CancelledError` may be either class.
  if (naming.names === NO_NAMES && /\.CancelledError$/.test(resolved) && !resolved.startsWith('asyncio.'))
    return UNRESOLVED;
  const short = canonical(resolved, naming.minor);
  if (short in PARENTS || short === 'BaseException' || naming.names.scopes.has(resolved)) return short;
  // Variables are written in small letters or in capitals, classes in neither.
  const last = resolved.slice(resolved.lastIndexOf('.') + 1);
  return /^_*[A-Z]\w*[a-z]/.test(last) ? short : UNRESOLVED;
}

function canonical(resolved: string, minor: number): string {
  let name = resolved
    .replace(/^builtins\./, '')
    .replace(/^asyncio\.\w+\.(?=[A-Z])/, 'asyncio.')
    .replace(/^concurrent\.futures\._?\w+\.(?=[A-Z])/, 'concurrent.futures.');
  const since = ALIASES_SINCE[name];
  if (since !== undefined && minor >= since.minor) name = since.name;
  if (minor < 8 && name === 'concurrent.futures.CancelledError') return CANCELLED;
  // Handed on by another module under its own name; concurrent.futures has a class of its own from 3.8 on.
  if (/(^|\.)CancelledError$/.test(name) && name !== 'concurrent.futures.CancelledError') return CANCELLED;
  return ALIASES[name] ?? name;
}

/** Whether a clause with these (resolved) names catches the exception. */
export function catches(thrown: Thrown, caught: readonly string[], naming: Naming): Answer {
  if (caught.includes('BaseException')) return 'yes';
  if (thrown.names.length === 0) return 'maybe';
  return combine(thrown.names.map((name) => anyCatches(name, thrown.above ?? [], caught, naming)));
}

/** By the full names of the classes, as memory gives them; `suppress` looks into groups from 3.12 on (contextlib.py). */
export function catchesNames(thrown: Thrown, caught: readonly string[], minor: number): Answer {
  const naming = { names: NO_NAMES, minor, className: null, locals: new Map() };
  const names = caught.map((one) => canonical(one, minor));
  return (minor >= 12 ? catchesInside : catches)(thrown, names, naming);
}

/** The same object raised again; a fresh CancelledError in place of one is as good. */
export function sameThrown(one: Thrown, other: Thrown): boolean {
  return one === other || (isCancellation(one) && isCancellation(other));
}

function isCancellation({ names, inside }: Thrown): boolean {
  return names.length === 1 && names[0] === CANCELLED && inside === undefined;
}

/** What `except*` has in hand: a naked exception is wrapped into a group (PEP 654). */
export function grouped(thrown: Thrown, naming: Naming): Thrown {
  if (thrown.inside !== undefined) return thrown;
  const plain = catches(thrown, ['Exception'], naming) === 'yes';
  return { names: [plain ? 'ExceptionGroup' : 'BaseExceptionGroup'], inside: thrown.names };
}

/** For `except*`, and for `suppress` from 3.12 on: all that is in a group must match. */
export function catchesInside(thrown: Thrown, caught: readonly string[], naming: Naming): Answer {
  if (thrown.inside !== undefined) return catches({ names: thrown.inside }, caught, naming);
  const isGroup = thrown.names.some((name) => /^(Base)?ExceptionGroup$/.test(name));
  return isGroup ? 'maybe' : catches(thrown, caught, naming);
}

function combine(answers: readonly Answer[]): Answer {
  if (answers.every((one) => one === 'yes')) return 'yes';
  return answers.every((one) => one === 'no') ? 'no' : 'maybe';
}

function anyCatches(
  name: string,
  above: readonly string[],
  caught: readonly string[],
  naming: Naming,
): Answer {
  const { line, complete } = ancestors(name, naming);
  if (caught.some((one) => [...line, ...above].some((other) => isSameClass(one, other)))) return 'yes';
  if (caught.includes(UNRESOLVED)) return 'maybe';
  return complete || caught.every((one) => !mayBeAncestor(one, naming)) ? 'no' : 'maybe';
}

/** A class of the service's has another name in each file that imports it: `QueueError`, `.queue.QueueError`, `queue.QueueError`. */
function isSameClass(one: string, other: string): boolean {
  if (one === other) return true;
  return !(isStandard(one) || isStandard(other)) && lastPart(one) === lastPart(other);
}

function isStandard(name: string): boolean {
  return name in PARENTS || name === 'BaseException' || name === UNRESOLVED;
}

/** A class outside the file may derive from any but the ends of the tree. */
function mayBeAncestor(name: string, naming: Naming): boolean {
  return (
    name !== CANCELLED &&
    !naming.names.scopes.has(name) &&
    name !== 'SystemExit' &&
    name !== 'KeyboardInterrupt'
  );
}

function ancestors(name: string, naming: Naming): { line: string[]; complete: boolean } {
  const line: string[] = [];
  let complete = true;
  const queue = [name];
  for (let next = queue.shift(); next !== undefined && line.length < 50; next = queue.shift()) {
    if (line.includes(next)) continue;
    line.push(next);
    const known = parentsOf(next, naming);
    if (known === null) {
      complete = false;
      queue.push('Exception');
    } else queue.push(...known);
  }
  return { line, complete };
}

function parentsOf(name: string, naming: Naming): string[] | null {
  if (name === 'BaseException') return [];
  // Before 3.8 it was an Exception; nothing that old is supported, but the question may be asked.
  if (name === CANCELLED && naming.minor < 8) return ['Exception'];
  if (name === 'ExceptionGroup') return ['BaseExceptionGroup', 'Exception'];
  const parent = PARENTS[name];
  if (parent !== undefined) return [parent];
  const scope = naming.names.scopes.get(name);
  if (scope?.kind !== 'class') return null;
  return scope.bases.map((base) => className(base, naming));
}

/** The class of what a `raise` statement raises: `X`, `X(...)`; null when it is no plain name. */
export function raisedName(value: Expression, naming: Naming): string | null {
  const type = value.kind === 'call' ? value.callee : value;
  const written = dottedName(type);
  if (written === null) return null;
  const name = className(written, naming);
  return name === UNRESOLVED ? null : name;
}
