/** Functions in which a server waits for its connections and handlers to end. Adding a server is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';

export interface DrainRule {
  server: string;
  functions: readonly string[];
  file: string;
  /** The setting that bounds it, and its default. */
  limit: string;
  /** It waits for worker processes rather than for tasks. */
  supervises?: true;
  /** It waits for threads that handle requests. */
  threads?: true;
  /** Nobody stands there while the server serves. */
  onlyInShutdown?: true;
  /** It waits for the end of the application's lifespan, which runs in a task of its own (ASGI, "Lifespan Protocol"). */
  lifespan?: true;
}

const DRAIN_RULES: readonly DrainRule[] = [
  {
    server: 'asyncio.Server',
    functions: ['wait_closed'],
    file: 'asyncio/base_events.py',
    limit: 'none (from 3.12 it waits for every connection)',
  },
  {
    server: 'uvicorn',
    functions: ['shutdown', '_wait_tasks_to_complete'],
    file: 'uvicorn/server.py',
    limit: 'timeout_graceful_shutdown, no limit by default',
    onlyInShutdown: true,
  },
  {
    server: 'hypercorn',
    functions: ['worker_serve', '_server_callback'],
    file: 'hypercorn/asyncio/run.py',
    limit: 'graceful_timeout, 3 s by default',
  },
  {
    server: 'aiohttp',
    functions: ['shutdown', 'cleanup', 'stop', 'wait'],
    file: 'aiohttp/web_runner.py',
    limit: 'shutdown_timeout, 60 s by default',
    onlyInShutdown: true,
  },
  {
    server: 'aiohttp',
    functions: ['shutdown'],
    file: 'aiohttp/web_server.py',
    limit: 'shutdown_timeout, 60 s by default',
  },
  {
    // RequestHandler.shutdown waits for the handler of its connection, whom nobody told (aiohttp/web_protocol.py).
    server: 'aiohttp',
    functions: ['shutdown'],
    file: 'aiohttp/web_protocol.py',
    limit: 'shutdown_timeout, 60 s by default',
    onlyInShutdown: true,
  },
  {
    server: 'websockets',
    functions: ['wait_closed', 'close', '_close'],
    file: 'websockets/asyncio/server.py',
    limit: 'close_timeout, 10 s by default',
  },
  {
    server: 'websockets',
    functions: ['wait_closed', 'close', '_close'],
    file: 'websockets/legacy/server.py',
    limit: 'close_timeout, 10 s by default',
  },
  {
    server: 'grpc',
    functions: ['stop', 'wait_for_termination'],
    file: 'grpc/aio/_server.py',
    limit: 'the grace argument of stop()',
  },
  {
    server: 'hypercorn',
    functions: ['wait_for_shutdown'],
    file: 'hypercorn/asyncio/lifespan.py',
    limit: 'shutdown_timeout, 60 s by default',
    onlyInShutdown: true,
    lifespan: true,
  },
  {
    server: 'uvicorn',
    functions: ['shutdown'],
    file: 'uvicorn/lifespan/on.py',
    limit: 'none: it waits for the lifespan of the application',
    onlyInShutdown: true,
    lifespan: true,
  },
  {
    // It polls from the main thread until its connections are gone (sanic/server/runners.py, `_cleanup`).
    server: 'sanic',
    functions: ['_cleanup'],
    file: 'sanic/server/runners.py',
    limit: 'GRACEFUL_SHUTDOWN_TIMEOUT, 15 s by default',
    onlyInShutdown: true,
  },
  {
    server: 'gunicorn',
    functions: ['_shutdown'],
    file: 'gunicorn/workers/gasgi.py',
    limit: 'graceful_timeout, 30 s by default',
  },
  {
    server: 'gunicorn',
    functions: ['stop'],
    file: 'gunicorn/arbiter.py',
    limit: 'graceful_timeout, 30 s by default',
    supervises: true,
  },
  {
    server: 'waitress',
    functions: ['shutdown'],
    file: 'waitress/task.py',
    limit: '5 s',
    onlyInShutdown: true,
    threads: true,
  },
  {
    server: 'uvicorn',
    functions: ['terminate_all', 'join_all'],
    file: 'uvicorn/supervisors/multiprocess.py',
    limit: 'none',
    supervises: true,
  },
];

/** Outermost functions of the tasks in which servers run the application's lifespan. */
const LIFESPAN_TASKS: readonly { functions: readonly string[]; file: string }[] = [
  { functions: ['main'], file: 'uvicorn/lifespan/on.py' },
  { functions: ['handle_lifespan'], file: 'hypercorn/asyncio/lifespan.py' },
];

export function runsLifespan(place: CodePlace): boolean {
  return LIFESPAN_TASKS.some(
    ({ functions, file }) => functions.includes(place.name) && place.file.endsWith(file),
  );
}

export function drainRule(place: CodePlace): DrainRule | null {
  return (
    DRAIN_RULES.find((rule) => rule.functions.includes(place.name) && place.file.endsWith(rule.file)) ?? null
  );
}
