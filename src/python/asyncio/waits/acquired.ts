/** Whether a frame has called `acquire` and not yet `release`, by the order of its bytecode alone. */
import type { RawFrame } from '../../frames/frames.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { Session } from '../session.ts';

interface Calls {
  acquire: number[];
  release: number[];
}

export class AcquireCalls {
  readonly #session: Session;
  readonly #byCode = new Map<number, Calls>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The last of such calls before the frame's instruction is `acquire`, and it is not the one that it waits in. */
  hasAcquired(frame: RawFrame): boolean {
    const { acquire, release } = this.#callsOf(frame.code);
    const acquired = lastBefore(acquire, frame.instruction);
    return acquired >= 0 && lastBefore(release, frame.instruction) < acquired;
  }

  #callsOf(code: number): Calls {
    const known = this.#byCode.get(code);
    if (known !== undefined) return known;
    const uses = nameUses(this.#session, code).filter((use) => use.kind !== 'store');
    const offsets = (name: string) => uses.filter((use) => use.name === name).map((use) => use.offset);
    const calls = { acquire: offsets('acquire'), release: offsets('release') };
    this.#byCode.set(code, calls);
    return calls;
  }
}

function lastBefore(offsets: readonly number[], instruction: number): number {
  return Math.max(-1, ...offsets.filter((offset) => offset < instruction));
}
