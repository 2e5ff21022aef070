/** Versions of Python and of libraries that are known to lose a cancellation. Adding knowledge is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { VersionRange } from './versions.ts';
import { inRange } from './versions.ts';

export interface LibraryRule {
  /** `python` for the standard library; else the top-level package. */
  package: string;
  versions: VersionRange;
  /** `co_name` of the frame whose presence in a chain makes the rule apply. */
  functions: readonly string[];
  /** End of its file's path. */
  file: string;
  sentence: string;
  fix: string;
  /** Where the knowledge comes from. */
  source: string;
}

export const LIBRARY_RULES: readonly LibraryRule[] = [
  {
    package: 'python',
    versions: { from: '3.8', before: '3.12' },
    functions: ['wait_for'],
    file: 'asyncio/tasks.py',
    sentence:
      'asyncio.wait_for drops a cancellation that arrives in the very step in which the awaited future completes',
    fix: 'Use Python 3.12 or later, or `async with async_timeout.timeout(seconds)` instead of asyncio.wait_for; or look at a stop flag after each round.',
    source:
      'bpo-37658 and bpo-42130; rewritten upon asyncio.timeout in 3.12 (Lib/asyncio/tasks.py); measured on 3.8-3.11',
  },
  {
    package: 'python',
    versions: { from: '3.11', before: '3.12.2' },
    functions: ['__aexit__', '_aexit'],
    file: 'asyncio/taskgroups.py',
    sentence:
      'a TaskGroup inside another loses the outer cancellation when its own children fail or are cancelled at the same time',
    fix: 'Use Python 3.13 or a later 3.12, or do not nest TaskGroups around the same await.',
    source: 'measured on 3.11.7 and 3.12.1 (Lib/asyncio/taskgroups.py)',
  },
  {
    package: 'python',
    versions: { from: '3.11', before: '3.13' },
    functions: ['__aexit__'],
    file: 'asyncio/timeouts.py',
    sentence: 'asyncio.timeout with a time that is already over takes a cancellation for its own',
    fix: 'Do not enter asyncio.timeout with a time of 0 or less; test the remaining time first.',
    source: 'measured; Lib/asyncio/timeouts.py',
  },
  {
    package: 'async_timeout',
    versions: { from: '1', before: '4.0.3' },
    functions: ['__aexit__', '_do_exit'],
    file: 'async_timeout/__init__.py',
    sentence: 'async_timeout turns a cancellation that comes together with its time-out into a TimeoutError',
    fix: 'Use async_timeout 4.0.3 or later, or asyncio.timeout of Python 3.11.',
    source: 'async-timeout change log, 4.0.3',
  },
];

/** The first rule that fits a frame and the version that runs; null when none does. */
export function libraryRule(
  place: CodePlace,
  libraries: Readonly<Record<string, string>>,
  pythonVersion: string | null,
): LibraryRule | null {
  for (const rule of LIBRARY_RULES) {
    if (!(rule.functions.includes(place.name) && place.file.endsWith(rule.file))) continue;
    if (inRange(rule.package === 'python' ? pythonVersion : libraries[rule.package], rule.versions))
      return rule;
  }
  return null;
}
