/** Loops around an instruction: jumps back to what they cannot be reached without. */
import type { Layer } from '../surroundings.ts';
import type { Instruction } from './decode.ts';
import type { Graph } from './graph.ts';
import { graphOf } from './graph.ts';
import type { Code } from './unwinding.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;

/** Innermost first. */
export function loopsAround(code: Code, at: Instruction): Loop[] {
  const { instructions } = code.program;
  const graph = graphOf(code);
  const members = new Map<number, Set<number>>();
  for (const { index } of instructions) {
    for (const head of graph.jumps(index)) {
      if (head > index || instructions[head]?.name === 'SEND' || !graph.dominates(head, index)) continue;
      const body = members.get(head) ?? new Set([head]);
      addBody(graph, index, body);
      members.set(head, body);
    }
  }
  return [...members]
    .filter(([, body]) => body.has(at.index))
    .sort(([, one], [, other]) => one.size - other.size)
    .map(([head, body]) => loopOf(code, instructions[head] as Instruction, body));
}

/** All from which the jump back can be reached. */
function addBody(graph: Graph, jump: number, body: Set<number>): void {
  const queue = [jump];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (body.has(at)) continue;
    body.add(at);
    queue.push(...graph.predecessors(at));
  }
}

function loopOf(code: Code, head: Instruction, body: ReadonlySet<number>): Loop {
  const { instructions } = code.program;
  const lines = [...body].map((index) => instructions[index]?.line ?? 0).filter((line) => line > 0);
  const loop = kindOf(head.name, instructions[head.index + 1]?.name ?? '');
  return {
    kind: 'loop',
    line: head.line,
    text: '',
    span: { fromLine: Math.min(...lines, head.line), toLine: Math.max(...lines, head.line) },
    loop,
    endless: loop === 'while' && !leaves(code, body),
    conditionNames: [],
  };
}

function kindOf(head: string, next: string): Loop['loop'] {
  if (head === 'FOR_ITER') return 'for';
  return head === 'GET_ANEXT' || next === 'GET_ANEXT' ? 'async-for' : 'while';
}

/** Some jump leads out, other than to a return or to raising on. */
function leaves(code: Code, body: ReadonlySet<number>): boolean {
  const graph = graphOf(code);
  for (const index of body) {
    for (const to of graph.jumps(index)) {
      const name = code.program.instructions[to]?.name ?? '';
      if (!(body.has(to) || /^(RETURN_|RERAISE|END_FINALLY|NOT_TAKEN)/.test(name) || isSetup(code, index)))
        return true;
    }
  }
  return false;
}

function isSetup(code: Code, index: number): boolean {
  return /^SETUP_/.test(code.program.instructions[index]?.name ?? '');
}
