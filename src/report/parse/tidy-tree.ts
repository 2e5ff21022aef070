/** Bounds every string of a parsed JSON value, in place. */
import { tidyName, tidyText } from '../sanitise.ts';

/** A report is 7 deep. */
const DEPTH = 32;
/** Fields that hold a name or a line of source; anything else may be a sentence. */
const NAMES = new Set(['id', 'name', 'coroutine', 'function', 'source', 'text', 'command', 'code', 'event']);

/** false when it is nested too deeply to be walked. */
export function tidyTree(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > DEPTH) return false;
  const record = value as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const child = record[key];
    if (typeof child === 'string') record[key] = NAMES.has(key) ? tidyName(child) : tidyText(child);
    else if (!tidyTree(child, depth + 1)) return false;
  }
  return true;
}
