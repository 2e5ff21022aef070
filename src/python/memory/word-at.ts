const HIGH_WORD = 2 ** 32;
/** An address of 48 bits has at most these upper 32. */
const HIGH_LIMIT = 2 ** 16;

/** The address stored so many bytes (a multiple of 8) after the place that an index of 32-bit words means; 0 above 2^48. */
export function wordAt(words: Uint32Array, index: number, offsetBytes: number): number {
  const at = index + (offsetBytes >> 2);
  const high = words[at + 1] ?? 0;
  return high < HIGH_LIMIT ? (words[at] ?? 0) + high * HIGH_WORD : 0;
}
