/**
 * Stands in for `node:assert` in the bundle: yargs compares two values with it, and Node's own takes 3 ms to load.
 */
export function strictEqual(actual, expected, message) {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${actual} is not ${expected}`);
}

export function notStrictEqual(actual, expected, message) {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} is not allowed`);
}
