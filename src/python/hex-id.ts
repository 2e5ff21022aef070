/** `0x7f…` of an address: the ids of a report. A table of two digits each, as there is an id for every task. */
const DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const HALF = 2 ** 24;

export function hexId(address: number): string {
  const high = Math.floor(address / HALF);
  const low = address - high * HALF;
  if (high === 0) return `0x${low.toString(16)}`;
  const lower = `${DIGITS[low >>> 16]}${DIGITS[(low >>> 8) & 255]}${DIGITS[low & 255]}`;
  return `0x${high.toString(16)}${lower}`;
}
