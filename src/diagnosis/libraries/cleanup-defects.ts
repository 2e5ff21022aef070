/** Versions of libraries whose cleanup after a cancellation is known not to end. Adding knowledge is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { VersionRange } from './versions.ts';
import { inRange } from './versions.ts';

export interface CleanupDefect {
  package: string;
  versions: VersionRange;
  functions: readonly string[];
  file: string;
  /** A clause of which the library with its version is the subject. */
  sentence: string;
  fix: string;
  source: string;
}

const CLEANUP_DEFECTS: readonly CleanupDefect[] = [
  {
    package: 'psycopg',
    versions: { from: '3.0', before: '3.3.6' },
    functions: ['wait'],
    file: 'psycopg/connection_async.py',
    sentence: 'waits without a limit for the server to end the query that was cancelled',
    fix: 'Use psycopg 3.3.6 or later, which gives the server 5 s; before, close the connection from outside (`connection.pgconn.finish()`) when the shutdown takes too long.',
    source:
      'https://github.com/psycopg/psycopg/issues/1371, mended by pull request 1411 (3.3.6); AsyncConnection.wait',
  },
];

/** The first that fits a frame and the library's version; null when none does. */
export function cleanupDefect(
  place: CodePlace,
  libraries: Readonly<Record<string, string>>,
): CleanupDefect | null {
  return (
    CLEANUP_DEFECTS.find(
      ({ functions, file, package: name, versions }) =>
        functions.includes(place.name) && place.file.endsWith(file) && inRange(libraries[name], versions),
    ) ?? null
  );
}
