import type { ProcessFacts } from '../target/facts.ts';
import type { FoundPython, UnreadableReason } from './find-python.ts';
import type { PythonIdentity } from './model/capture.ts';
import type { Pass } from './pass.ts';
import type { PythonVersion } from './version.ts';

type Known =
  | { outcome: 'found'; python: FoundPython }
  | { outcome: 'unreadable'; reason: UnreadableReason; version: PythonVersion | null }
  | { outcome: 'not-python' | 'refused' };

/** Null when it is not known what runs there, or is no CPython. */
export function identityOf(
  process: ProcessFacts,
  search: Known,
  pass: Pass | null,
  asyncioImported: boolean,
): PythonIdentity | null {
  if (search.outcome !== 'found' && search.outcome !== 'unreadable') return null;
  const version = search.outcome === 'found' ? search.python.version : search.version;
  if (version === null) return null;
  return {
    version: version.text,
    minor: version.minor,
    implementation: 'cpython',
    freeThreaded:
      search.outcome === 'found' ? search.python.layout.freeThreaded : search.reason === 'free-threaded',
    executable: process.executable,
    libraryPath: pass?.frames.places.libraryPath ?? null,
    finalizing: pass?.finalizing ?? false,
    asyncioImported,
  };
}
