/** Classes of tasks that have a `cancel()` of their own: what it does decides whether a request is counted at all. */
import type { OwnCancel } from '../../model/capture.ts';
import type { Pass } from '../../pass.ts';
import { callableOf } from '../callable.ts';
import { nameUses } from '../handlers/code-uses.ts';

export class OwnCancels {
  readonly #pass: Pass;
  readonly #known = new Map<number, OwnCancel | null>();

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  /** Null for asyncio's own classes, and for what cannot be read. */
  of(task: number): OwnCancel | null {
    const type = this.#pass.objects.typeOf(task);
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const found = this.#read(type);
    this.#known.set(type, found);
    return found;
  }

  #read(type: number): OwnCancel | null {
    const { objects, frames } = this.#pass;
    const method = objects.typeAttribute(type, 'cancel');
    const code = method === 0 ? 0 : (callableOf(this.#pass, method)?.code ?? 0);
    const place = code === 0 ? null : frames.placeOfCode(code);
    if (place === null || place.origin === 'python') return null;
    return { place, passesOn: nameUses(this.#pass, code).some(({ name }) => name === 'cancel') };
  }
}
