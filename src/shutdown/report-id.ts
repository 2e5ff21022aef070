/**
 * Ids that sort by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32, the layout of ULID
 * (https://github.com/ulid/spec).
 */
import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

export function reportId(nowMs: number): string {
  let time = '';
  for (let rest = Math.floor(nowMs), index = 0; index < TIME_DIGITS; index += 1) {
    time = DIGITS.charAt(rest % DIGITS.length) + time;
    rest = Math.floor(rest / DIGITS.length);
  }
  // 256 is a multiple of 32: every digit is as likely as any other.
  const random = [...randomBytes(RANDOM_DIGITS)].map((byte) => DIGITS.charAt(byte % DIGITS.length));
  return time + random.join('');
}
