/** Synchronous calls that are often seen on an event loop's thread, and what to use instead. Adding one is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';

export interface BlockingCall {
  /** Found in the text of the user's line. */
  text: RegExp;
  /** Or: the end of a file in the thread's stack. */
  file: string | null;
  fix: string;
}

export const BLOCKING_CALLS: readonly BlockingCall[] = [
  {
    text: /\btime\.sleep\s*\(/,
    file: null,
    fix: 'Use `await asyncio.sleep(seconds)` instead of time.sleep().',
  },
  {
    text: /\brequests\./,
    file: 'requests/sessions.py',
    fix: 'Use an asynchronous client (httpx.AsyncClient, aiohttp), or `await asyncio.to_thread(requests.get, ..., timeout=...)`: requests has no time limit unless it is given one.',
  },
  {
    text: /\burlopen\s*\(/,
    file: 'urllib/request.py',
    fix: 'Use an asynchronous client, or `await asyncio.to_thread(urlopen, ..., timeout=...)`.',
  },
  {
    text: /\bsubprocess\.(run|call|check_call|check_output)\b|\.communicate\s*\(/,
    file: 'subprocess.py',
    fix: 'Use `await asyncio.create_subprocess_exec(...)` and await its wait() or communicate(), with a time limit.',
  },
  {
    text: /\binput\s*\(/,
    file: null,
    fix: 'Read standard input in a thread or through loop.connect_read_pipe().',
  },
  {
    text: /\bsqlite3\.|\.execute\s*\(/,
    file: 'sqlite3/dbapi2.py',
    fix: 'Run the database call in a thread (`await asyncio.to_thread(...)`) or use an asynchronous driver.',
  },
  {
    text: /\bpsycopg2\./,
    file: 'psycopg2/extensions.py',
    fix: 'Use psycopg 3 (AsyncConnection) or asyncpg, or run the call in a thread.',
  },
  {
    text: /\.(recv|recv_into|recvfrom|accept|sendall|connect)\s*\(/,
    file: null,
    fix: 'Use asyncio streams or loop.sock_recv()/sock_accept()/sock_sendall(): a blocking socket call holds the loop until the peer acts.',
  },
  {
    text: /\bflock\s*\(|\blockf\s*\(/,
    file: null,
    fix: 'Take the file lock in a thread (`await asyncio.to_thread(...)`), or try it without waiting (LOCK_NB) in a loop of asyncio.sleep().',
  },
  {
    text: /\.result\s*\(/,
    file: 'concurrent/futures/_base.py',
    fix: 'Await it: `await asyncio.wrap_future(future)` instead of future.result().',
  },
  {
    text: /\.get\s*\(/,
    file: 'queue.py',
    fix: 'Use asyncio.Queue, or get from the queue in a thread: `await asyncio.to_thread(queue.get, timeout=...)`.',
  },
  {
    text: /\.wait\s*\(/,
    file: 'threading.py',
    fix: 'Use asyncio.Event, or wait in a thread: `await asyncio.to_thread(event.wait, seconds)`.',
  },
  {
    text: /\.join\s*\(/,
    file: 'threading.py',
    fix: 'Join in a thread: `await asyncio.to_thread(thread.join, seconds)`.',
  },
];

/** By the text of the line first (it is what the reader sees), then by the files of the frames below it. */
export function blockingCallRule(stack: readonly CodePlace[], line: string | null): BlockingCall | null {
  const byText =
    line === null ? undefined : BLOCKING_CALLS.find((one) => one.text.test(line) && fits(one, stack));
  if (byText !== undefined) return byText;
  return (
    BLOCKING_CALLS.find(
      ({ file }) => file !== null && stack.some((place) => place.file.endsWith(`/${file}`)),
    ) ?? null
  );
}

/** Common method names count only with the file that makes them blocking. */
function fits(call: BlockingCall, stack: readonly CodePlace[]): boolean {
  const { file } = call;
  if (file === null || !call.text.source.startsWith('\\.')) return true;
  return stack.some((place) => place.file.endsWith(`/${file}`));
}
