/** Instructions that leave: returns, raises, and the ends of the compiler's own handlers. */
import type { Thrown } from '../../flow/exceptions.ts';
import { raisedName, resolvedName } from '../../flow/exceptions.ts';
import { dottedName, OTHER } from '../../syntax/expression.ts';
import { withoutHandler } from '../blocks.ts';
import type { State, Walker } from '../state.ts';
import { held } from '../state.ts';
import { IN_HAND } from '../symbols.ts';

export function leaving(walk: Walker, state: State): State[] | null {
  const { at } = state;
  switch (at.name) {
    case 'RETURN_VALUE':
    case 'RETURN_CONST':
      walk.emit(
        { ...state, swallowedBy: state.swallowedBy ?? held(state)?.decider ?? null },
        { kind: 'returns', line: at.line },
      );
      return [];
    case 'CLEANUP_THROW':
      return walk.raise(state, state.flight ?? walk.origin);
    case 'END_ASYNC_FOR': {
      const thrown = state.flight ?? held(state)?.thrown ?? walk.origin;
      if (thrown.names[0] !== 'StopAsyncIteration') return walk.raise(state, thrown);
      return walk.next(state, {
        flight: null,
        blocks: walk.code.program.minor >= 11 ? state.blocks : withoutHandler(state.blocks),
      });
    }
    case 'RERAISE':
      return walk.raise(state, state.flight ?? held(state)?.thrown ?? { names: [] });
    case 'RAISE_VARARGS':
      return walk.raise(state, raised(walk, state));
    default:
      return null;
  }
}

function raised(walk: Walker, state: State): Thrown {
  const { at } = state;
  const inHand = held(state)?.thrown;
  const value = walk.code.symbols.before(at.index).at(-at.argument) ?? OTHER;
  if (inHand !== undefined && (at.argument === 0 || value === IN_HAND)) return inHand;
  const name = raisedName(value, walk.machine);
  return { names: name === null ? [] : [name] };
}

export function called(walk: Walker, state: State): State[] {
  const [next] = walk.next(state);
  const call = next === undefined ? undefined : walk.code.symbols.before(next.at.index).at(-1);
  const callee = call?.kind === 'call' ? (dottedName(call.callee) ?? '') : '';
  const resolved = resolvedName(callee, walk.machine);
  if (resolved === 'os._exit' || resolved === 'os.abort') {
    walk.emit(state, { kind: 'exits', line: state.at.line });
    return [];
  }
  if (resolved === 'sys.exit') return walk.raise(state, { names: ['SystemExit'] });
  return next === undefined ? [] : [next];
}
