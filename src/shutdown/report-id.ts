/**
 * Ids that sort by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32, the layout of ULID
 * (https://github.com/ulid/spec).
 */

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

export function reportId(nowMs: number): string {
  let time = '';
  for (let rest = Math.floor(nowMs), index = 0; index < TIME_DIGITS; index += 1) {
    time = DIGITS.charAt(rest % DIGITS.length) + time;
    rest = Math.floor(rest / DIGITS.length);
  }
  return time + Array.from({ length: RANDOM_DIGITS }, randomDigit).join('');
}

/** Nobody may rely on an id that cannot be guessed, and `node:crypto` takes 6 ms to load. */
function randomDigit(): string {
  return DIGITS.charAt(Math.floor(Math.random() * DIGITS.length));
}
