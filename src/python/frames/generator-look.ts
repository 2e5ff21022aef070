import type { MemoryReader } from '../memory/reader.ts';
import type { FrameAccess, GeneratorLook } from './frame-access.ts';
import { GeneratorState } from './frame-access.ts';

/** Field by field: for frames that lie elsewhere, and objects that lie on two pages. */
export function lookByParts(
  source: { memory: MemoryReader; access: FrameAccess; handledOffset: number },
  generator: number,
  isCoroutine: boolean,
  into: GeneratorLook,
): void {
  const { memory, access, handledOffset } = source;
  into.frame = access.ofGenerator(generator);
  into.state = access.stateOf(generator, into.frame);
  if (into.state === GeneratorState.ended) return;
  into.code = access.code(into.frame);
  if (into.code === 0) return;
  into.instruction = access.instruction(into.frame, into.code);
  into.handled = memory.word(generator + handledOffset);
  into.awaited =
    into.state === GeneratorState.suspended
      ? access.awaited(into.frame, generator, into.code, isCoroutine)
      : 0;
}
