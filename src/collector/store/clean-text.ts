/** PostgreSQL takes no NUL in a text, and no half of a surrogate pair: https://www.postgresql.org/docs/current/datatype-character.html */
export function cleanText<T>(value: T): T {
  if (typeof value === 'string') return clean(value) as T;
  if (Array.isArray(value)) return value.map(cleanText) as T;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanText(one)])) as T;
}

function clean(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text).toWellFormed();
}
