/** State of the future that a task waits for, of C or of Python: cpython-memory.md, 5.4. */
import type { MemoryReader } from '../../memory/reader.ts';
import type { CPythonObjects } from '../../objects/cpython-objects.ts';

export type FutureState = 'pending' | 'cancelled' | 'finished';

const STATES: readonly FutureState[] = ['pending', 'cancelled', 'finished'];
const BY_NAME = new Map<string, FutureState>([
  ['PENDING', 'pending'],
  ['CANCELLED', 'cancelled'],
  ['FINISHED', 'finished'],
]);

export class FutureStates {
  private readonly memory: MemoryReader;
  private readonly objects: CPythonObjects;
  private readonly stateOffset: number;
  private readonly cTypes = new Map<number, boolean>();

  constructor(memory: MemoryReader, objects: CPythonObjects, stateOffset: number) {
    this.memory = memory;
    this.objects = objects;
    this.stateOffset = stateOffset;
  }

  /** Null for NULL, and for what has no state of the three. */
  of(future: number): FutureState | null {
    if (future === 0) return null;
    const type = this.objects.typeOf(future);
    let isC = this.cTypes.get(type);
    if (isC === undefined) {
      isC = this.objects.isInstance(future, '_asyncio.Future');
      this.cTypes.set(type, isC);
    }
    if (isC) return STATES[this.memory.int32(future + this.stateOffset)] ?? null;
    const state = this.objects.attribute(future, '_state') || this.objects.typeAttribute(type, '_state');
    return BY_NAME.get(this.objects.str(state) ?? '') ?? null;
  }
}
