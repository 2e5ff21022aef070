/** What Python syntax stands around a line, innermost layer first: the input of every judgement about who can swallow. */
import type { BytecodePlace } from './bytecode/place.ts';
import type { LineSpan } from './syntax/lines.ts';
import type { SyntaxPlace } from './syntax-place.ts';

/** How control leaves a block of statements, over all its paths that can be told from the syntax. */
export interface BlockExit {
  /** Some path reaches the end and falls out of the block. */
  fallsThrough: boolean;
  /** Some path does `raise` without an argument, or `raise` of the caught name, i.e. lets the exception pass. */
  reraises: boolean;
  /** Some path raises another exception (`raise X(...)`), with the names of the types where they are plain names. */
  raisesOther: { line: number; types: string[] } | null;
  returns: { line: number } | null;
  continues: { line: number } | null;
  breaks: { line: number } | null;
  /** All paths re-raise (the handler never lets the coroutine go on). */
  alwaysReraises: boolean;
  /** Loops without an end that some path runs into (`while True:` without break). */
  loops: { line: number; text: string }[];
}

export interface ExceptHandler {
  line: number;
  /** The clause as written, up to and with the colon: `except (ValueError, asyncio.CancelledError) as error:`. */
  text: string;
  /** Names as written, dotted: `asyncio.CancelledError`; empty for a bare `except:`. */
  types: string[];
  /** `except*`. */
  isGroup: boolean;
  body: LineSpan;
  exit: BlockExit;
  /** The body awaits (await, async for, async with) and may itself be where a task is stuck. */
  awaits: boolean;
}

interface WithItem {
  line: number;
  /** The context expression as written: `contextlib.suppress(asyncio.CancelledError)`. */
  text: string;
  /** Dotted name of what is called: `contextlib.suppress`, `asyncio.timeout`, `self.lock`; null when not a plain name. */
  callee: string | null;
  /** Argument texts that are plain dotted names: `['asyncio.CancelledError']`. */
  argumentNames: string[];
  isAsync: boolean;
}

export interface WithFacts {
  line: number;
  /** The header as written. */
  text: string;
  span: LineSpan;
  items: WithItem[];
}

export interface TryFacts {
  line: number;
  span: LineSpan;
  body: LineSpan;
  handlers: ExceptHandler[];
  elseBody: LineSpan | null;
  finallyBody: LineSpan | null;
  finallyLine: number | null;
  finallyExit: BlockExit | null;
}

export type Layer =
  | { kind: 'try-body'; facts: TryFacts }
  | { kind: 'try-else'; facts: TryFacts }
  | { kind: 'handler'; facts: TryFacts; handler: ExceptHandler }
  | { kind: 'finally'; facts: TryFacts }
  | { kind: 'with'; line: number; text: string; span: LineSpan; items: WithItem[] }
  | {
      kind: 'loop';
      line: number;
      text: string;
      span: LineSpan;
      loop: 'while' | 'for' | 'async-for';
      endless: boolean;
      conditionNames: string[];
    };

/** A call in the statement that stands on the line: `asyncio.shield(job)`, `asyncio.gather(*jobs, return_exceptions=True)`. */
export interface CallFacts {
  line: number;
  /** Dotted callee as written. */
  callee: string;
  text: string;
  awaited: boolean;
  keywords: { name: string; value: string }[];
  argumentNames: string[];
}

export interface FunctionFacts {
  name: string;
  /** Dotted over classes and functions: `Worker.poll`, `main.<locals>.job`. */
  qualifiedName: string;
  line: number;
  span: LineSpan;
  isAsync: boolean;
  /** Functions and classes that are defined inside: what they say is said elsewhere. */
  nested: LineSpan[];
  parameters: string[];
  /** Every try statement of the function (nested functions left out), in order. */
  tries: TryFacts[];
  /** Every with statement. */
  withs: WithFacts[];
  loops: { line: number; text: string; span: LineSpan; endless: boolean; conditionNames: string[] }[];
  calls: CallFacts[];
  /** Places at which a call of it can be suspended, in order. */
  suspensions: { line: number; kind: 'await' | 'async-for' | 'async-with' | 'yield' | 'yield-from' }[];
}

export interface Surroundings {
  file: string;
  line: number;
  /** Source or bytecode: where the facts come from. */
  from: 'source' | 'bytecode';
  /** Text of the line, trimmed, at most 200 characters. */
  text: string;
  function: FunctionFacts | null;
  /** Innermost first, up to the function's own border. */
  layers: Layer[];
  /** The whole statement that contains the line (a call may span lines). */
  statement: { text: string; span: LineSpan } | null;
  /** Calls within that statement. */
  calls: CallFacts[];
  /** The line is the header of this `async with`: it enters, or (from 3.10 on) leaves it. */
  withHeader: WithFacts | null;
  /**
   * The `async with` statements whose body ends on this line. On 3.8 and 3.9 a frame that is suspended in `__aexit__`
   * reports the last line of the body. Innermost first.
   */
  maybeInExit: WithFacts[];
  /** The parsed function, for `swallow.ts`; null for bytecode. */
  syntax: SyntaxPlace | null;
  /** The place in the bytecode; null for source. */
  bytecode: BytecodePlace | null;
}
