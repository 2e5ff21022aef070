/**
 * Through the coroutines that Cython has compiled (grpc.aio, parts of uvloop) to the Python code that they await:
 * `__pyx_CoroutineObject` keeps what it delegates to in `yieldfrom`, a few words behind its closure; how many depends on the
 * versions of Cython and Python (Cython/Utility/Coroutine.c).
 */
import type { Session } from '../session.ts';
import type { ChainKinds } from './chain-kinds.ts';
import { ChainKind } from './chain-kinds.ts';

/** Behind the header: from the handled exception to what lies before the names. */
const LINKS = { from: 16, to: 96 } as const;
const MAX_COMPILED = 32;

/** The first coroutine or generator of Python's own further in; 0 when there is none. */
export function belowCompiled({ memory, layout }: Session, kinds: ChainKinds, link: number): number {
  const { headerBytes } = layout.object;
  let compiled = link;
  for (let depth = 0; depth < MAX_COMPILED && compiled !== 0; depth += 1) {
    const wrapped = memory.word(compiled + headerBytes);
    const coroutine = kinds.of(wrapped) === ChainKind.compiled ? wrapped : compiled;
    let next = 0;
    for (let offset: number = LINKS.from; offset < LINKS.to; offset += 8) {
      const candidate = memory.word(coroutine + headerBytes + offset);
      const kind = candidate === 0 ? ChainKind.other : kinds.of(candidate);
      if (kind === ChainKind.coroutine || kind === ChainKind.generator || kind === ChainKind.wrapper)
        return candidate;
      if (kind === ChainKind.compiled && candidate !== coroutine) next = candidate;
    }
    compiled = next;
  }
  return 0;
}
