/**
 * Comparing versions as far as ranges need it: numbers between dots, what follows them ignored. A patch that is not
 * known (`3.12.?`) counts as a late one: that is what mostly runs.
 */

const UNKNOWN_PATCH = 99;

/** Negative, zero or positive as `left` is older than, equal to or newer than `right`. */
function compareVersions(left: string, right: string): number {
  const [a, b] = [numbers(left), numbers(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export interface VersionRange {
  from: string;
  /** The first version that is right again; null while none is known. */
  before: string | null;
}

/** An unknown version is in no range: a rule is evidence only where the version is known. */
export function inRange(version: string | null | undefined, range: VersionRange): boolean {
  if (version === null || version === undefined || version === '') return false;
  if (compareVersions(version, range.from) < 0) return false;
  return range.before === null || compareVersions(version, range.before) < 0;
}

function numbers(version: string): number[] {
  return version.split('.').map((part) => (part === '?' ? UNKNOWN_PATCH : Number.parseInt(part, 10) || 0));
}
