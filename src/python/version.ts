/** Python's version as a number and as text: PY_VERSION_HEX (Include/patchlevel.h). */
import { NEWEST_MINOR, OLDEST_MINOR } from './layouts/build-layout.ts';

export interface PythonVersion {
  major: number;
  minor: number;
  /** "3.12.1", "3.15.0a2"; "3.9.?" where only the minor is known. */
  text: string;
}

const LEVELS = new Map([
  [0xa, 'a'],
  [0xb, 'b'],
  [0xc, 'rc'],
]);

/** Null for a number that is no version of Python 2 or 3. */
export function versionOfHex(hex: number): PythonVersion | null {
  const major = hex >>> 24;
  const minor = (hex >>> 16) & 0xff;
  if (major < 2 || major > 3 || minor > 99) return null;
  const level = LEVELS.get((hex >>> 4) & 0xf);
  const suffix = level === undefined ? '' : `${level}${hex & 0xf}`;
  return { major, minor, text: `${major}.${minor}.${(hex >>> 8) & 0xff}${suffix}` };
}

export function versionOfMinor(major: number, minor: number): PythonVersion {
  return { major, minor, text: `${major}.${minor}.?` };
}

export function isTooOld({ major, minor }: PythonVersion): boolean {
  return major < 3 || minor < OLDEST_MINOR;
}

export function isTooNew({ major, minor }: PythonVersion): boolean {
  return major > 3 || minor > NEWEST_MINOR;
}
