/**
 * Python's statements as far as the flow of an exception needs them: blocks, what leaves them, and where a coroutine can
 * be suspended. Made from source by `statements.ts`, or put together from layers where there is only bytecode.
 */

import type { Expression } from './expression.ts';
import type { LineSpan } from './lines.ts';

export interface Block {
  statements: Statement[];
  span: LineSpan;
}

/** Where a frame can be suspended, and a cancellation can land. */
export interface Suspension {
  /** The line which the frame reports: that of the `await`, or of the header of `async for`/`async with`. */
  line: number;
  kind: 'await' | 'async-for' | 'async-with' | 'yield' | 'yield-from';
}

interface StatementBase {
  span: LineSpan;
  /** A simple statement as written, or the header of a compound one up to its colon; white space collapsed. */
  text: string;
  /** Last line of the header. */
  headerTo: number;
  /** In the statement itself, or in a compound statement's header. */
  suspensions: Suspension[];
}

export type Effect =
  | { kind: 'none' }
  | { kind: 'return'; value: Expression | null }
  | { kind: 'break' | 'continue' }
  | { kind: 'raise'; value: Expression | null }
  | { kind: 'expression'; value: Expression }
  | { kind: 'assign'; targets: string[]; value: Expression | null }
  | { kind: 'assert'; test: Expression };

export interface SimpleStatement extends StatementBase {
  kind: 'simple';
  effect: Effect;
}

export interface IfArm {
  /** null: `else`. */
  test: Expression | null;
  line: number;
  headerTo: number;
  body: Block;
  suspensions: Suspension[];
}

export interface IfStatement extends StatementBase {
  kind: 'if';
  arms: IfArm[];
}

export interface LoopStatement extends StatementBase {
  kind: 'loop';
  loop: 'while' | 'for' | 'async-for';
  /** null for `for`. */
  test: Expression | null;
  /** Names that a `for` assigns. */
  targets: string[];
  body: Block;
  orelse: Block | null;
}

export interface HandlerClause {
  line: number;
  headerTo: number;
  text: string;
  /** null: a bare `except:`. */
  type: Expression | null;
  /** Each type as written. */
  types: string[];
  name: string | null;
  body: Block;
}

export interface TryStatement extends StatementBase {
  kind: 'try';
  body: Block;
  isGroup: boolean;
  handlers: HandlerClause[];
  orelse: Block | null;
  elseLine: number | null;
  finalbody: Block | null;
  finallyLine: number | null;
}

export interface ContextItem {
  line: number;
  text: string;
  value: Expression;
  /** Names bound by `as`. */
  targets: string[];
}

export interface WithStatement extends StatementBase {
  kind: 'with';
  isAsync: boolean;
  items: ContextItem[];
  body: Block;
}

export interface MatchArm {
  line: number;
  /** The pattern is a class pattern or `_`: `case asyncio.CancelledError():`; null for anything else. */
  classes: string[] | null;
  isWildcard: boolean;
  guard: Expression | null;
  body: Block;
}

export interface MatchStatement extends StatementBase {
  kind: 'match';
  subject: Expression;
  arms: MatchArm[];
}

/** A nested function or class: runs nothing of its body here (a class body does, but holds no await). */
interface DefinitionStatement extends StatementBase {
  kind: 'definition';
  name: string;
}

export type Statement =
  | SimpleStatement
  | IfStatement
  | LoopStatement
  | TryStatement
  | WithStatement
  | MatchStatement
  | DefinitionStatement;

/** A block within a statement, by its role. */
export type Part =
  | { part: 'header' }
  | { part: 'body' }
  | { part: 'orelse' }
  | { part: 'finally' }
  | { part: 'handler'; index: number }
  | { part: 'arm'; index: number };

/** One step on the way from a function's body to a line: the statement, and which of its blocks leads on. */
export interface Step {
  block: Block;
  index: number;
  statement: Statement;
  part: Part;
}

/** Every block of a statement with the part it plays, in the order of the text. */
export function blocksOf(statement: Statement): { part: Part; block: Block }[] {
  const found: { part: Part; block: Block }[] = [];
  const add = (part: Part, block: Block | null) => {
    if (block !== null) found.push({ part, block });
  };
  switch (statement.kind) {
    case 'if':
    case 'match':
      statement.arms.forEach((arm, index) => {
        add({ part: 'arm', index }, arm.body);
      });
      break;
    case 'loop':
      add({ part: 'body' }, statement.body);
      add({ part: 'orelse' }, statement.orelse);
      break;
    case 'with':
      add({ part: 'body' }, statement.body);
      break;
    case 'try':
      add({ part: 'body' }, statement.body);
      statement.handlers.forEach((handler, index) => {
        add({ part: 'handler', index }, handler.body);
      });
      add({ part: 'orelse' }, statement.orelse);
      add({ part: 'finally' }, statement.finalbody);
      break;
    case 'simple':
    case 'definition':
      break;
  }
  return found;
}
