/** `0x7f…` of an address: the ids of a report. A table of two digits each, as there is an id for every task. */
const DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const HALF = 2 ** 24;
/** From here on the upper half has six digits. */
const FULL = 2 ** 20;

export function hexId(address: number): string {
  const high = Math.floor(address / HALF);
  const low = address - high * HALF;
  if (high === 0) return `0x${low.toString(16)}`;
  return `0x${high < FULL ? high.toString(16) : sixDigits(high)}${sixDigits(low)}`;
}

function sixDigits(value: number): string {
  return `${DIGITS[value >>> 16]}${DIGITS[(value >>> 8) & 255]}${DIGITS[value & 255]}`;
}
