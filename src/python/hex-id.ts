/** `0x7f…` of an address: the ids of a report. */
const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const ZERO = 48;
const X = 120;
const HALF = 2 ** 24;
/** From here on an address has twelve digits, as nearly all have. */
const TWELVE_DIGITS = 2 ** 44;

/** In one piece and without a conversion of a double, as there are several ids for each task. */
export function hexId(address: number): string {
  if (address < TWELVE_DIGITS) return `0x${address.toString(16)}`;
  const high = Math.floor(address / HALF);
  const low = address - high * HALF;
  return String.fromCharCode(
    ZERO,
    X,
    digit(high >>> 20),
    digit(high >>> 16),
    digit(high >>> 12),
    digit(high >>> 8),
    digit(high >>> 4),
    digit(high),
    digit(low >>> 20),
    digit(low >>> 16),
    digit(low >>> 12),
    digit(low >>> 8),
    digit(low >>> 4),
    digit(low),
  );
}

function digit(value: number): number {
  return DIGITS[value & 15] ?? ZERO;
}
