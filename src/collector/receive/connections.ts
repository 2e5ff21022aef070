/** Who holds connections: while they are scarce, no address may have most of them. */
import type { Socket } from 'node:net';

export class Connections {
  readonly #max: number;
  #open = 0;
  readonly #byAddress = new Map<string, number>();

  /** `max`: beyond this the server takes no more anyway. */
  constructor(max: number) {
    this.#max = max;
  }

  get open(): number {
    return this.#open;
  }

  /** Ends it at once where it is one too many. */
  add(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    const held = (this.#byAddress.get(address) ?? 0) + 1;
    this.#open++;
    this.#byAddress.set(address, held);
    socket.once('close', () => this.#remove(address));
    if (this.#open > this.#max / 2 && held > this.#max / 4) socket.destroy();
  }

  #remove(address: string): void {
    this.#open--;
    const held = (this.#byAddress.get(address) ?? 1) - 1;
    if (held === 0) this.#byAddress.delete(address);
    else this.#byAddress.set(address, held);
  }
}
