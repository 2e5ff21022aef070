/** Straggler's own version, from package.json: two folders above this file, or beside the bundle. */
import { existsSync, readFileSync } from 'node:fs';

export function ownVersion(): string {
  const candidates = ['./package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));
  const file = candidates.find((url) => existsSync(url));
  if (file === undefined) return 'unknown';
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
