/** Instructions that take an exception in hand, match it, and put it down. */
import type { Answer, Thrown } from '../../flow/exceptions.ts';
import { catches, catchesInside, caughtNames, grouped } from '../../flow/exceptions.ts';
import { expectedSwallows, namedSwallows } from '../../flow/known-managers.ts';
import type { Expression } from '../../syntax/expression.ts';
import { OTHER } from '../../syntax/expression.ts';
import { withoutHandler } from '../blocks.ts';
import { exceptDecider, handlerDecider, managerExpression } from '../describe.ts';
import type { State, Walker } from '../state.ts';
import { held } from '../state.ts';
import type { BlockEntry } from '../unwinding.ts';
import { managerAt } from '../unwinding.ts';

/** What takes exceptions in hand and puts them down. */
export function handling(walk: Walker, state: State): State[] | null {
  const { at, blocks } = state;
  switch (at.name) {
    case 'PUSH_EXC_INFO': {
      const decider = handlerDecider(walk.code, at, null);
      const entry: BlockEntry = {
        kind: 'handler',
        thrown: state.flight ?? { names: [] },
        decider,
        target: at.offset,
      };
      return walk.next(state, { blocks: [...blocks, entry], flight: null });
    }
    case 'POP_EXCEPT': {
      const swallowedBy =
        state.flight === null ? (held(state)?.decider ?? state.swallowedBy) : state.swallowedBy;
      return walk.next(state, { blocks: withoutHandler(blocks), swallowedBy });
    }
    case 'CHECK_EXC_MATCH':
      return walk.next(matched(walk, state, catches));
    case 'CHECK_EG_MATCH':
      return walk.next(matched(walk, state, catchesInside));
    case 'WITH_EXCEPT_START':
    case 'WITH_CLEANUP_START':
      return walk.next(state, { answer: exitAnswer(walk, state) });
    case 'BEGIN_FINALLY':
      return walk.next(state, { blocks: [...blocks, { kind: 'normal' }] });
    case 'CALL_FINALLY': {
      const after = walk.code.program.instructions[at.index + 1]?.offset ?? 0;
      return walk.jump(state, { blocks: [...blocks, { kind: 'return', offset: after }] });
    }
    case 'POP_FINALLY':
    case 'END_FINALLY':
    case 'WITH_CLEANUP_FINISH':
      return finally38(walk, state);
    default:
      return null;
  }
}

/** 3.8's own way of running a finally. */
function finally38(walk: Walker, state: State): State[] {
  const { at, blocks } = state;
  const top = blocks[blocks.length - 1];
  const rest = blocks.slice(0, -1);
  if (at.name === 'POP_FINALLY')
    return walk.next(state, {
      blocks: rest,
      swallowedBy: top?.kind === 'handler' ? top.decider : state.swallowedBy,
    });
  if (at.name === 'WITH_CLEANUP_FINISH') {
    const answer = state.answer;
    if (top?.kind !== 'handler' || answer === null) return walk.next(state, { answer: null });
    const swallowed = walk.next(state, {
      blocks: [...rest, { kind: 'normal' }],
      swallowedBy: top.decider,
      answer: null,
    });
    return walk.fork(state, answer, swallowed, walk.next(state, { answer: null }));
  }
  if (top?.kind === 'handler') return walk.raise(state, top.thrown);
  if (top?.kind === 'return') {
    const to = walk.code.program.at(top.offset);
    return to === null ? [] : [{ ...state, at: to, blocks: rest }];
  }
  return walk.next(state, { blocks: rest });
}

/** The type on top of the stack is matched with the exception in hand. */
export function matched(walk: Walker, state: State, match: typeof catches): State {
  const inHand = held(state);
  const type = walk.code.symbols.before(state.at.index).at(-1) ?? OTHER;
  const answer =
    inHand === null ? 'maybe' : match(inHand.thrown, caughtNames(type, walk.machine), walk.machine);
  if (inHand === null) return { ...state, answer };
  const thrown = match === catches ? inHand.thrown : grouped(inHand.thrown, walk.machine);
  const entry: BlockEntry = { ...inHand, thrown, decider: exceptDecider(type, state.at.line) };
  return { ...state, answer, blocks: [...withoutHandler(state.blocks), entry] };
}

function exitAnswer(walk: Walker, state: State): Answer | null {
  const inHand = held(state);
  if (inHand === null || state.blocks[state.blocks.length - 1]?.kind !== 'handler') return null;
  const setup = walk.code.program.minor >= 11 ? null : inHand.target;
  const opened = managerAt(walk.code, inHand.target, setup);
  const manager = (opened === null ? undefined : managerExpression(walk.code, opened)) ?? OTHER;
  const answer = managerAnswer(walk, manager, opened?.line ?? 0, inHand.thrown);
  if (answer === 'maybe' && inHand.decider !== null)
    walk.machine.doubts.set(inHand.decider.line, inHand.decider);
  return answer;
}

function managerAnswer(walk: Walker, manager: Expression, line: number, thrown: Thrown): Answer {
  const expected = expectedSwallows(manager, thrown, walk.machine);
  if (expected !== 'maybe') return expected;
  return walk.managers.get(line)?.swallows(thrown) ?? namedSwallows(manager, walk.machine);
}
