/** Versions of servers whose drain is known not to end. Adding knowledge is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { VersionRange } from './versions.ts';
import { inRange } from './versions.ts';

export interface DrainDefect {
  package: string;
  versions: VersionRange;
  /** Of Python. */
  pythons: VersionRange;
  functions: readonly string[];
  file: string;
  sentence: string;
  fix: string;
  source: string;
}

const DRAIN_DEFECTS: readonly DrainDefect[] = [
  {
    package: 'websockets',
    versions: { from: '0', before: '12' },
    pythons: { from: '3.12', before: null },
    functions: ['_close'],
    file: 'websockets/legacy/server.py',
    sentence: 'waits for its connections before it closes them, which never ends from Python 3.12 on',
    fix: 'Use websockets 12 or later.',
    source:
      'https://github.com/python-websockets/websockets/issues/1356; _close of 11.0.3 awaits asyncio.Server.wait_closed first; measured on 3.12.1',
  },
];

/** The first that fits a frame, the library's version and Python's; null when none does. */
export function drainDefect(
  place: CodePlace,
  libraries: Readonly<Record<string, string>>,
  pythonVersion: string | null,
): DrainDefect | null {
  for (const defect of DRAIN_DEFECTS) {
    const fits = defect.functions.includes(place.name) && place.file.endsWith(defect.file);
    if (!(fits && inRange(pythonVersion, defect.pythons))) continue;
    if (inRange(libraries[defect.package], defect.versions)) return defect;
  }
  return null;
}
