/** Instructions at which a frame is suspended. */
import type { State, Walker } from '../state.ts';
import { atMostLikely, held } from '../state.ts';
import { isWithWait } from '../waits.ts';

export function waiting(walk: Walker, state: State): State[] | null {
  const { at } = state;
  const isPlainYield = at.name === 'YIELD_VALUE';
  if (at.name !== 'SEND' && at.name !== 'YIELD_FROM' && !isPlainYield) return null;
  const go = () => (at.name === 'SEND' ? walk.jump(state) : walk.next(state));
  if (held(state) !== null || state.flight !== null) {
    walk.machine.cleanupWaits.add(at.line);
    const waited = go().map((one) => ({ ...one, waits: state.waits + 1 }));
    return [...waited, ...endOfIteration(walk, state)];
  }
  if (state.swallowedBy === null || isWithWait(walk.code, at)) return go();
  walk.emit(
    state,
    isPlainYield ? { kind: 'returns', line: at.line } : { kind: 'goes-on', line: at.line, isEndless: false },
  );
  const end = endOfIteration(walk, state);
  return end.length === 0 ? [] : [...go().map((one) => ({ ...one, sure: atMostLikely(one.sure) })), ...end];
}

/** `async for`: its iterator may have come to an end, without a wait. */
function endOfIteration(walk: Walker, state: State): State[] {
  const before = walk.code.program.instructions.slice(Math.max(0, state.at.index - 3), state.at.index);
  if (!before.some((one) => one.name === 'GET_ANEXT')) return [];
  return walk
    .raise({ ...state, sure: atMostLikely(state.sure) }, { names: ['StopAsyncIteration'] })
    .map((one) => ({
      ...one,
      swallowedBy: state.swallowedBy,
      convertedBy: state.convertedBy,
    }));
}
