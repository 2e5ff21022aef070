/** `0x7f…` of an address: the ids of a report. A table of three digits each, as there is one for every task. */
const DIGITS = Array.from({ length: 4_096 }, (_, value) => value.toString(16).padStart(3, '0'));
const HALF = 2 ** 24;

export function hexId(address: number): string {
  const high = Math.floor(address / HALF);
  const low = address - high * HALF;
  const upper = high < 4_096 ? high.toString(16) : (high >>> 12).toString(16) + (DIGITS[high & 4_095] ?? '');
  return high === 0
    ? `0x${low.toString(16)}`
    : `0x${upper}${DIGITS[low >>> 12] ?? ''}${DIGITS[low & 4_095] ?? ''}`;
}
