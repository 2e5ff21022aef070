/**
 * The entry of a table of words. A report that was read may hold any word where this version knows a closed list: a
 * newer one's, or `constructor`.
 */
export function lookup<Entry>(table: Readonly<Record<string, Entry>>, word: string): Entry | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
