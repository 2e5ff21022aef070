/** Versions of Python and of libraries that are known to lose a cancellation. Adding knowledge is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';
import type { VersionRange } from './versions.ts';
import { inRange } from './versions.ts';

export interface LibraryRule {
  /** `python` for the standard library; else the top-level package. */
  package: string;
  versions: VersionRange;
  /** Of Python, where the library's version alone does not tell. */
  pythons?: VersionRange;
  /** `co_name` of the frame whose presence in a chain makes the rule apply. */
  functions: readonly string[];
  /** End of its file's path. */
  file: string;
  /** What a time-out of the library's is called in the loop's timers: without one the loss cannot happen. */
  timer?: RegExp;
  /** Context managers with the same habit, as they are called: they leave no frame behind. */
  managers: readonly string[];
  sentence: string;
  fix: string;
  /** Where the knowledge comes from. */
  source: string;
}

/** `TimeoutHandle.__call__` of the request, `ceil_timeout` of a connect, `ResponseHandler._on_read_timeout` (aiohttp/helpers.py, client_proto.py). */
const AIOHTTP_TIMER = /timeout/i;

const LIBRARY_RULES: readonly LibraryRule[] = [
  {
    package: 'python',
    versions: { from: '3.8.6', before: '3.12' },
    functions: ['wait_for'],
    file: 'asyncio/tasks.py',
    managers: [],
    sentence:
      'asyncio.wait_for drops a cancellation that arrives in the very step in which the awaited future completes',
    fix: 'Use Python 3.12 or later, or `async with async_timeout.timeout(seconds)` instead of asyncio.wait_for; or look at a stop flag after each round.',
    source:
      'bpo-37658 brought it (3.8.6), bpo-42130/gh-86296 describes it; rewritten upon asyncio.timeout in 3.12 (Lib/asyncio/tasks.py); measured on 3.8-3.11',
  },
  {
    package: 'python',
    versions: { from: '3.11', before: '3.13' },
    functions: ['__aexit__', '_aexit'],
    file: 'asyncio/taskgroups.py',
    managers: ['asyncio.TaskGroup', 'TaskGroup'],
    sentence:
      'a TaskGroup whose child fails in the step of the cancellation raises the error of the child and forgets the cancellation (an outer TaskGroup loses its own in the same way)',
    fix: 'Use Python 3.13 or later, or let the error leave the loop around the group; or look at a stop flag after each round.',
    source: 'gh-116720, mended in 3.13 (Lib/asyncio/taskgroups.py); measured on 3.11.7 and 3.12.1',
  },
  {
    package: 'python',
    versions: { from: '3.11', before: null },
    functions: ['__aexit__'],
    file: 'asyncio/timeouts.py',
    managers: ['asyncio.timeout', 'asyncio.timeout_at'],
    sentence:
      'asyncio.timeout whose time is already over takes a cancellation from before it was entered for its own, and raises TimeoutError',
    fix: 'Do not enter asyncio.timeout with a time of 0 or less: test the remaining time first.',
    source: 'Lib/asyncio/timeouts.py compares with the count at its entry; measured on 3.11 to 3.15',
  },
  {
    package: 'async_timeout',
    versions: { from: '0', before: null },
    functions: ['__aexit__', '_do_exit'],
    file: 'async_timeout/__init__.py',
    managers: ['async_timeout.timeout', 'async_timeout.timeout_at'],
    sentence:
      'async_timeout turns a cancellation that comes together with its time-out into a TimeoutError, which a retry loop eats',
    fix: 'Use asyncio.timeout of Python 3.11 or later (async_timeout 5 does so by itself there).',
    source:
      'https://github.com/aio-libs/async-timeout/issues/229; Timeout._do_exit, 2.0 to 5.0; on 3.11+ 5.0 hands out asyncio.timeout',
  },
  {
    package: 'aiohttp',
    versions: { from: '0', before: '3.10.8' },
    functions: ['_request', 'start', 'read', '_wait'],
    file: 'aiohttp/client.py',
    timer: AIOHTTP_TIMER,
    managers: [],
    sentence:
      "aiohttp's client turns a cancellation that comes together with its time-out into a TimeoutError, which a retry loop eats",
    fix: 'Use aiohttp 3.10.8 or later, with Python 3.11 or later.',
    source:
      'https://github.com/aio-libs/aiohttp/pull/9326: TimerContext.__exit__ compares Task.cancelling() from 3.10.8 on',
  },
  {
    package: 'aiohttp',
    versions: { from: '3.10.8', before: null },
    pythons: { from: '3.8', before: '3.11' },
    functions: ['_request', 'start', 'read', '_wait'],
    file: 'aiohttp/client.py',
    timer: AIOHTTP_TIMER,
    managers: [],
    sentence:
      "on this Python aiohttp's client cannot tell a cancellation that comes together with its time-out from its own, and raises TimeoutError, which a retry loop eats",
    fix: 'Use Python 3.11 or later; or look at a stop flag after each round.',
    source: 'https://github.com/aio-libs/aiohttp/issues/5979; there is no Task.cancelling() before 3.11',
  },
  {
    package: 'redis',
    versions: { from: '4.2.0', before: null },
    pythons: { from: '3.8', before: '3.11.3' },
    functions: [
      'execute_command',
      '_try_send_command_parse_response',
      'immediate_execute_command',
      'execute',
    ],
    file: 'redis/asyncio/client.py',
    managers: [],
    sentence:
      'on this Python redis looks at its connection before each command within a time-out of 0 seconds (async_timeout), which takes a cancellation that comes meanwhile for its own, and goes on',
    fix: 'Use Python 3.11.3 or later, where redis uses asyncio.timeout; or look at a stop flag after each round.',
    source:
      'https://github.com/redis/redis-py/issues/2551; can_read_destructive, redis/asyncio/connection.py and redis/_parsers; measured with 4.5.4 and 5.3.1 on 3.9',
  },
  {
    package: 'psycopg_pool',
    versions: { from: '3.2.8', before: '3.3.2' },
    functions: ['_getconn_with_check_loop'],
    file: 'psycopg_pool/pool_async.py',
    managers: [],
    sentence:
      'this psycopg_pool takes a cancellation while it checks a connection for a failed check, and tries the next connection',
    fix: 'Use psycopg_pool 3.3.2 or later.',
    source: 'https://github.com/psycopg/psycopg/issues/1401, mended by pull request 1407 (3.3.2)',
  },
  {
    package: 'psycopg_pool',
    versions: { from: '3.0', before: '3.3.1' },
    functions: ['getconn', '_getconn_unchecked', 'wait'],
    file: 'psycopg_pool/pool_async.py',
    managers: [],
    sentence:
      'this psycopg_pool forgets a cancellation that comes in the step in which it hands out a connection',
    fix: 'Use psycopg_pool 3.3.1 or later.',
    source: 'https://github.com/psycopg/psycopg/issues/1275, mended by pull request 1277 (3.3.1)',
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
    if (holds(rule, libraries, pythonVersion)) return rule;
  }
  return null;
}

/** The rule for a context manager which the user's code is in (`async_timeout.timeout`), by the name it is called with. */
export function managerRule(
  callee: string,
  libraries: Readonly<Record<string, string>>,
  pythonVersion: string | null,
): LibraryRule | null {
  for (const rule of LIBRARY_RULES) {
    if (!rule.managers.includes(callee)) continue;
    if (holds(rule, libraries, pythonVersion)) return rule;
  }
  return null;
}

function holds(
  { package: name, versions, pythons }: LibraryRule,
  libraries: Readonly<Record<string, string>>,
  pythonVersion: string | null,
): boolean {
  if (pythons !== undefined && !inRange(pythonVersion, pythons)) return false;
  return inRange(name === 'python' ? pythonVersion : libraries[name], versions);
}
