/**
 * What is on the stack where it matters, as far as names tell: a linear walk over the instructions that knows loads,
 * calls and stores, and forgets at everything else. Constants and local variables are not known.
 */
import type { Expression } from '../syntax/expression.ts';
import { OTHER } from '../syntax/expression.ts';
import type { Instruction, Program } from './decode.ts';

/** The exception in hand, as a name. */
export const IN_HAND_NAME = '$exception';
export const IN_HAND: Expression = { kind: 'name', name: IN_HAND_NAME };

export interface Symbols {
  /** The stack before an instruction, its top last; at most the upper few. */
  before(index: number): readonly Expression[];
}

export function symbolsOf(program: Program, handlerTargets: ReadonlySet<number>): Symbols {
  const stacks: (readonly Expression[])[] = [];
  const saved = new Map<number, Expression[]>();
  const walker = new Walker(program);
  for (const instruction of program.instructions) {
    const arriving = saved.get(instruction.offset);
    if (handlerTargets.has(instruction.offset)) walker.stack = handlerStack(program.minor);
    else if (arriving !== undefined) walker.stack = [...arriving];
    stacks.push(walker.stack.slice(-4));
    walker.step(instruction);
    const { target, offset } = instruction;
    if (target !== null && target > offset && !saved.has(target)) saved.set(target, [...walker.stack]);
    if (/^(JUMP_|RETURN_|RAISE_|RERAISE)/.test(instruction.name) && !/_IF_/.test(instruction.name))
      walker.stack = [];
  }
  return { before: (index) => stacks[index] ?? [] };
}

/** Up to 3.10 a handler finds traceback, value and type on the stack; from 3.11 on PUSH_EXC_INFO puts the value there. */
function handlerStack(minor: number): Expression[] {
  return minor <= 10 ? [OTHER, IN_HAND, OTHER] : [IN_HAND];
}

const NOTHING =
  /^(NOP|RESUME|PRECALL|KW_NAMES|CACHE|EXTENDED_ARG|NOT_TAKEN|TO_BOOL|PUSH_NULL|COPY_FREE_VARS|MAKE_CELL|PUSH_EXC_INFO|GET_AWAITABLE|GEN_START|SETUP_\w+|POP_BLOCK|JUMP_FORWARD|POP_ITER)$/;

class Walker {
  stack: Expression[] = [];
  /** Slots of locals that hold the exception in hand (`except E as e`). */
  readonly #exceptions = new Set<number>();
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  step({ name, argument }: Instruction): void {
    if (NOTHING.test(name)) return;
    if (this.#load(name, argument) || this.#shuffle(name, argument) || this.#call(name, argument)) return;
    if (this.#store(name, argument) || this.#test(name, argument)) return;
    this.stack = [];
  }

  #load(name: string, argument: number): boolean {
    const { minor } = this.#program;
    switch (name) {
      case 'LOAD_GLOBAL':
        return this.#push(this.#name(minor >= 11 ? argument >> 1 : argument));
      case 'LOAD_NAME':
        return this.#push(this.#name(argument));
      case 'LOAD_ATTR':
      case 'LOAD_METHOD': {
        const attribute = this.#program.names[name === 'LOAD_ATTR' && minor >= 12 ? argument >> 1 : argument];
        return this.#push({ kind: 'member', object: this.#pop(), name: attribute ?? '?' });
      }
      case 'LOAD_FAST_LOAD_FAST':
      case 'LOAD_FAST_BORROW_LOAD_FAST_BORROW':
        this.#push(this.#local(argument >> 4));
        return this.#push(this.#local(argument & 15));
      default:
        if (name.startsWith('LOAD_FAST')) return this.#push(this.#local(argument));
        if (/^LOAD_(CONST|SMALL_INT|COMMON_CONSTANT|DEREF|CLOSURE|CLASSDEREF|BUILD_CLASS)/.test(name))
          return this.#push(OTHER);
        return false;
    }
  }

  #shuffle(name: string, argument: number): boolean {
    const { stack } = this;
    switch (name) {
      case 'POP_TOP':
        stack.pop();
        return true;
      case 'DUP_TOP':
        return this.#push(stack[stack.length - 1] ?? OTHER);
      case 'COPY':
        return this.#push(stack[stack.length - argument] ?? OTHER);
      case 'SWAP': {
        const [top, other] = [stack.length - 1, stack.length - argument];
        if (other < 0) stack.length = 0;
        else [stack[top], stack[other]] = [stack[other] ?? OTHER, stack[top] ?? OTHER];
        return true;
      }
      case 'BUILD_TUPLE':
        return this.#push({ kind: 'tuple', items: this.#popMany(argument) });
      default:
        return false;
    }
  }

  #call(name: string, argument: number): boolean {
    switch (name) {
      case 'CALL':
      case 'CALL_FUNCTION':
      case 'CALL_METHOD':
        return this.#pushCall(this.#popMany(argument));
      case 'CALL_KW':
      case 'CALL_FUNCTION_KW':
        this.#pop();
        this.#popMany(argument);
        return this.#pushCall([{ kind: 'starred', value: OTHER }]);
      case 'CALL_FUNCTION_EX': {
        if ((argument & 1) === 1) this.#pop();
        return this.#pushCall([{ kind: 'starred', value: this.#pop() }]);
      }
      default:
        return false;
    }
  }

  #store(name: string, argument: number): boolean {
    switch (name) {
      case 'STORE_FAST':
        this.#keep(argument);
        return true;
      case 'STORE_FAST_STORE_FAST':
        this.#keep(argument >> 4);
        this.#keep(argument & 15);
        return true;
      case 'STORE_FAST_LOAD_FAST':
        this.#keep(argument >> 4);
        return this.#push(this.#local(argument & 15));
      case 'STORE_NAME':
      case 'STORE_GLOBAL':
      case 'STORE_DEREF':
        this.#pop();
        return true;
      case 'STORE_ATTR':
        this.#popMany(2);
        return true;
      case 'DELETE_FAST':
        return true;
      default:
        return false;
    }
  }

  #test(name: string, argument: number): boolean {
    switch (name) {
      case 'UNARY_NOT':
        return this.#push({ kind: 'not', operand: this.#pop() });
      case 'IS_OP':
        return this.#compare(argument === 0 ? 'is' : 'is not');
      case 'CONTAINS_OP':
        return this.#compare(argument === 0 ? 'in' : 'not in');
      case 'COMPARE_OP':
        return this.#compare(
          this.#program.minor === 8 ? (['in', 'not in', 'is', 'is not'][argument - 6] ?? '?') : '?',
        );
      case 'CHECK_EXC_MATCH':
        this.#pop();
        return this.#push(OTHER);
      case 'JUMP_IF_NOT_EXC_MATCH':
        this.#popMany(2);
        return true;
      default:
        if (!/^POP_JUMP_/.test(name)) return false;
        this.#pop();
        return true;
    }
  }

  #compare(operator: string): boolean {
    const [left = OTHER, right = OTHER] = this.#popMany(2);
    return this.#push({ kind: 'compare', operator, left, right });
  }

  #push(expression: Expression): true {
    this.stack.push(expression);
    return true;
  }

  #pop(): Expression {
    return this.stack.pop() ?? OTHER;
  }

  #popMany(count: number): Expression[] {
    const items: Expression[] = [];
    for (let index = 0; index < Math.min(count, 1000); index += 1) items.unshift(this.#pop());
    return items;
  }

  #pushCall(positional: Expression[]): true {
    return this.#push({ kind: 'call', callee: this.#pop(), positional, keywords: [] });
  }

  #name(index: number): Expression {
    const name = this.#program.names[index];
    return name === undefined ? OTHER : { kind: 'name', name };
  }

  #local(slot: number): Expression {
    return this.#exceptions.has(slot) ? IN_HAND : OTHER;
  }

  #keep(slot: number): void {
    if (this.#pop() === IN_HAND) this.#exceptions.add(slot);
    else this.#exceptions.delete(slot);
  }
}
