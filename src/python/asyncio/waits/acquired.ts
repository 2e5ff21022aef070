/** Whether a frame has called `acquire` on a lock and not yet `release`, by the order of its bytecode alone. */
import type { RawFrame } from '../../frames/frames.ts';
import type { Objects } from '../../objects/objects.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { NameUse } from '../handlers/name-use.ts';
import type { Session } from '../session.ts';
import { resolveName } from './resolve-name.ts';

/** The lock that is taken by `acquire` of it: a `threading.Condition` has its lock's own (threading.py, `Condition.__init__`). */
export function lockOf(objects: Objects, object: number): number {
  const isCondition = object !== 0 && objects.isInstance(object, 'Condition');
  return isCondition ? objects.attribute(object, '_lock') : object;
}

export class AcquireCalls {
  readonly #session: Session;
  /** Calls of either, in the order of the code. */
  readonly #byCode = new Map<number, NameUse[]>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * The last of such calls on the lock, before the place at which the frame stands, was `acquire`. `pending`: so many of the last
   * calls of `acquire` are still under way.
   */
  hasAcquired(
    frame: RawFrame,
    lock: number,
    { offset = frame.instruction, pending = 0 }: { offset?: number; pending?: number } = {},
  ): boolean {
    const calls = this.#callsBefore(frame, lock, offset);
    for (let left = pending; left > 0; left -= 1) {
      const last = calls.findLastIndex(({ name }) => name === 'acquire');
      if (last >= 0) calls.splice(last, 1);
    }
    return calls.at(-1)?.name === 'acquire';
  }

  /** The last of such calls, before the place at which the frame stands, was `release`. */
  hasReleased(frame: RawFrame, lock: number): boolean {
    return this.#callsBefore(frame, lock, frame.instruction).at(-1)?.name === 'release';
  }

  #callsBefore(frame: RawFrame, lock: number, offset: number): NameUse[] {
    return this.#callsOf(frame.code).filter(
      (use) =>
        use.offset < offset &&
        lockOf(this.#session.objects, resolveName(this.#session, frame, use.path)) === lock,
    );
  }

  #callsOf(code: number): NameUse[] {
    const known = this.#byCode.get(code);
    if (known !== undefined) return known;
    const calls = nameUses(this.#session, code).filter(
      ({ kind, name, path }) =>
        kind === 'call' && path.length > 0 && (name === 'acquire' || name === 'release'),
    );
    this.#byCode.set(code, calls);
    return calls;
  }
}
