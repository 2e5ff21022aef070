/** Conditional jumps. */
import { truth } from '../../flow/evaluate.ts';
import type { Answer } from '../../flow/exceptions.ts';
import { catches } from '../../flow/exceptions.ts';
import type { Path } from '../../flow/state.ts';
import type { State, Walker } from '../state.ts';
import { held } from '../state.ts';
import { IN_HAND_NAME } from '../symbols.ts';
import { matched as match } from './handling.ts';

export function branching(walk: Walker, state: State): State[] | null {
  const { at } = state;
  if (at.name === 'FOR_ITER') return walk.fork(state, 'maybe', walk.next(state), walk.jump(state));
  if (at.name === 'JUMP_IF_NOT_EXC_MATCH') {
    const { answer, ...rest } = match(walk, state, catches);
    const matched: State = { ...rest, answer: null };
    return walk.fork(matched, answer ?? 'maybe', walk.next(matched), walk.jump(matched));
  }
  if (at.name === 'COMPARE_OP' && walk.code.program.minor === 8 && at.argument === 10)
    return walk.next(match(walk, state, catches));
  if (!/JUMP.*_IF_|^JUMP_IF_/.test(at.name)) return null;
  const answer = state.answer ?? truthOf(walk, state);
  const jumpsIfTrue = /IF_TRUE|IF_NOT_NONE/.test(at.name);
  const after: State = { ...state, answer: null };
  const [whenTrue, whenFalse] = jumpsIfTrue
    ? [walk.jump(after), walk.next(after)]
    : [walk.next(after), walk.jump(after)];
  return walk.fork(after, answer, whenTrue, whenFalse);
}

function truthOf(walk: Walker, state: State): Answer {
  const test = walk.code.symbols.before(state.at.index).at(-1);
  const thrown = held(state)?.thrown;
  if (test === undefined || thrown === undefined || /NONE/.test(state.at.name)) return 'maybe';
  const env = new Map([[IN_HAND_NAME, { kind: 'exception' as const, thrown }]]);
  const path: Path = { env, handling: [thrown], swallowedBy: null, convertedBy: null, sure: 'certain' };
  return truth(test, path, walk.machine);
}
