/** The blocks around an instruction as layers, innermost first. Their exits are left open: `walk.ts` follows them. */
import type { BlockExit, ExceptHandler, Layer, TryFacts } from '../surroundings.ts';
import type { Clause, HandlerShape } from './clauses.ts';
import { handlerShape } from './clauses.ts';
import type { Instruction } from './decode.ts';
import { managerExpression, textOf } from './describe.ts';
import { entryFor } from './exception-table.ts';
import { loopsAround } from './loops.ts';
import type { BytecodePlace } from './place.ts';
import type { Code } from './unwinding.ts';
import { managerAt } from './unwinding.ts';

const MOST_LAYERS = 50;

export function layersOfCode(place: BytecodePlace): Layer[] {
  const { code, at } = place;
  const layers = code.program.minor >= 11 ? fromTable(place) : fromBlocks(place);
  const loops = loopsAround(code, at);
  // A loop goes around what begins no earlier than it does.
  for (const loop of loops) {
    const outside = layers.findIndex((layer) => layer.kind !== 'loop' && lineOf(layer) < loop.line);
    layers.splice(outside < 0 ? layers.length : outside, 0, loop);
  }
  return layers;
}

function lineOf(layer: Layer): number {
  return 'facts' in layer ? layer.facts.line : layer.line;
}

/** 3.11+: handlers of handlers, from the inside to the outside. */
function fromTable({ code, at, blocks }: BytecodePlace): Layer[] {
  const layers: Layer[] = [];
  const held = (blocks[0] ?? []).flatMap((one) => (one.kind === 'handler' ? [one.target] : []));
  let from: Instruction | null = at;
  for (let count = 0; from !== null && count < MOST_LAYERS; count += 1) {
    const entry = entryFor(code.table, from.offset);
    const handler: Instruction | null = entry === null ? null : code.program.at(entry.target);
    if (entry === null || handler === null) break;
    from = handler;
    const layer = handler.name === 'COPY' ? insideOf(code, held.pop()) : around(code, handler, null);
    if (layer !== null) layers.push(layer);
    if (handler.name === 'PUSH_EXC_INFO') from = cleanupOf(code, handler);
  }
  return layers;
}

/** What guards a handler is its own cleanup, and not the place's. */
function cleanupOf(code: Code, handler: Instruction): Instruction {
  const own = entryFor(code.table, handler.offset);
  const cleanup = own === null ? null : code.program.at(own.target);
  return cleanup?.name === 'COPY' ? cleanup : handler;
}

function fromBlocks({ code, blocks }: BytecodePlace): Layer[] {
  const [first] = blocks;
  return [...(first ?? [])].reverse().flatMap((block) => {
    if (block.kind === 'handler') return insideOf(code, block.target) ?? [];
    const handler = block.kind === 'try' ? code.program.at(block.target) : null;
    return handler === null || block.kind !== 'try' ? [] : (around(code, handler, block.setup) ?? []);
  });
}

function around(code: Code, handler: Instruction, setup: number | null): Layer | null {
  const shape = handlerShape(code, handler);
  if (shape.kind === 'none') return null;
  if (shape.kind !== 'with') return { kind: 'try-body', facts: factsOf(shape) };
  const opened = managerAt(code, handler.offset, setup);
  const manager = opened === null ? undefined : managerExpression(code, opened);
  const line = opened?.line ?? shape.line;
  const callee = manager?.kind === 'call' ? manager.callee : manager;
  const text = textOf(manager);
  const item = {
    line,
    text,
    callee: callee === undefined ? null : textOf(callee),
    argumentNames: manager?.kind === 'call' ? manager.positional.map(textOf) : [],
    isAsync: opened?.name === 'BEFORE_ASYNC_WITH',
  };
  return { kind: 'with', line, text: `with ${text}:`, span: { fromLine: line, toLine: line }, items: [item] };
}

function insideOf(code: Code, target: number | undefined): Layer | null {
  const handler = target === undefined ? null : code.program.at(target);
  const shape = handler === null ? null : handlerShape(code, handler);
  if (shape === null || shape.kind === 'none' || shape.kind === 'with') return null;
  const facts = factsOf(shape);
  const [first] = facts.handlers;
  return first === undefined ? { kind: 'finally', facts } : { kind: 'handler', facts, handler: first };
}

/** What cannot be told from here is said to be possible. */
const OPEN: BlockExit = {
  fallsThrough: true,
  reraises: true,
  raisesOther: null,
  returns: null,
  continues: null,
  breaks: null,
  alwaysReraises: false,
  loops: [],
};

function factsOf(shape: Exclude<HandlerShape, { kind: 'with' } | { kind: 'none' }>): TryFacts {
  const clauses = shape.kind === 'except' ? shape.clauses : [];
  const line = shape.kind === 'finally' ? shape.line : (clauses[0]?.line ?? 0);
  const span = { fromLine: line, toLine: line };
  return {
    line,
    span,
    body: span,
    handlers: clauses.map(handlerOf),
    elseBody: null,
    finallyBody: shape.kind === 'finally' ? span : null,
    finallyLine: shape.kind === 'finally' ? line : null,
    finallyExit: shape.kind === 'finally' ? OPEN : null,
  };
}

function handlerOf({ line, text, types, isGroup }: Clause): ExceptHandler {
  return { line, text, types, isGroup, body: { fromLine: line, toLine: line }, exit: OPEN, awaits: false };
}
