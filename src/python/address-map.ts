/** Numbers by address, without an object for each as a Map of doubles has: for what every task is noted in. */
const FIRST_CAPACITY = 256;
/** Python's objects begin at multiples of this. */
const ALIGNMENT = 16;
const SPREAD = 0x9e37_79b1;

export class AddressMap {
  /** Keys and values by turns, at the place that the key's hash gives or after it; key 0 is an empty place. */
  private slots = new Float64Array(2 * FIRST_CAPACITY);
  private capacity = FIRST_CAPACITY;
  private count = 0;

  /** The last value that was set for the address; 0 when there is none. Address 0 has none. */
  get(address: number): number {
    return this.slots[this.slotOf(address) + 1] ?? 0;
  }

  set(address: number, value: number): void {
    if (address === 0) return;
    const slot = this.slotOf(address);
    if (this.slots[slot] === 0) this.count += 1;
    this.slots[slot] = address;
    this.slots[slot + 1] = value;
    if (2 * this.count > this.capacity) this.grow();
  }

  private slotOf(address: number): number {
    const { slots } = this;
    const mask = this.capacity - 1;
    const hash = Math.imul(address / ALIGNMENT, SPREAD);
    let at = (hash ^ (hash >>> 15)) & mask;
    while (slots[2 * at] !== 0 && slots[2 * at] !== address) at = (at + 1) & mask;
    return 2 * at;
  }

  private grow(): void {
    const { slots } = this;
    this.capacity *= 2;
    this.slots = new Float64Array(2 * this.capacity);
    for (let at = 0; at < slots.length; at += 2) {
      const address = slots[at] ?? 0;
      if (address === 0) continue;
      const slot = this.slotOf(address);
      this.slots[slot] = address;
      this.slots[slot + 1] = slots[at + 1] ?? 0;
    }
  }
}
