/** Synchronous calls that are often seen on an event loop's thread, and what to use instead. Adding one is adding a row. */
import type { CodePlace } from '../../python/model/frame.ts';

export interface BlockingCall {
  /** Found in the text of the user's line. */
  text: RegExp;
  /** Or: the end of a file, or a folder of it, in the thread's stack. */
  file: string | null;
  fix: string;
}

const BLOCKING_CALLS: readonly BlockingCall[] = [
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
    text: /\bos\.(system|popen|wait|waitpid|wait3|wait4)\s*\(/,
    file: null,
    fix: 'Start the program with `await asyncio.create_subprocess_exec(...)` and await its wait(), with a time limit.',
  },
  {
    text: /\bsocket\.(getaddrinfo|gethostbyname|gethostbyaddr|create_connection)\s*\(/,
    file: null,
    fix: 'Use `await loop.getaddrinfo(...)` or asyncio.open_connection(): name lookup and connecting wait for other machines.',
  },
  {
    text: /\bhttpx\.(get|post|put|patch|delete|request|stream|Client)\b/,
    file: 'httpcore/_backends/sync.py',
    fix: 'Use httpx.AsyncClient and await its calls.',
  },
  {
    text: /\b(boto3|botocore)\b/,
    file: 'botocore/httpsession.py',
    fix: 'Use aioboto3/aiobotocore, or run the call in a thread: `await asyncio.to_thread(client.operation, ...)`.',
  },
  {
    text: /\burllib3\b/,
    file: 'urllib3/connectionpool.py',
    fix: 'Use an asynchronous client (httpx.AsyncClient, aiohttp), or run the call in a thread with a time limit.',
  },
  {
    text: /\bredis\.(Redis|StrictRedis|from_url)\b/,
    file: 'redis/connection.py',
    fix: 'Use redis.asyncio and await its calls: a blocking command (BLPOP, SUBSCRIBE) holds the loop until the server answers.',
  },
  {
    text: /\bpymongo\b|\bMongoClient\s*\(/,
    file: 'pymongo/synchronous/',
    fix: 'Use pymongo.AsyncMongoClient and await its calls, or run the call in a thread.',
  },
  {
    text: /\b(kazoo|KazooClient)\b/,
    file: 'kazoo/client.py',
    fix: "Use kazoo's *_async calls and wait for them in a thread, with a time limit: kazoo waits for its connection without one.",
  },
  {
    // zmq_ctx_term waits for what is unsent unless ZMQ_LINGER says otherwise (its manual page).
    text: /\bzmq\./,
    file: 'zmq/sugar/context.py',
    fix: 'Close the sockets with `linger=0` (or a few hundred ms) before term(), or use `context.destroy(linger=0)`: it waits for every message that is not sent yet.',
  },
  {
    text: /\b(pymysql|MySQLdb)\b/,
    file: 'pymysql/connections.py',
    fix: 'Use aiomysql or asyncmy, or run the call in a thread.',
  },
  {
    text: /\bpsycopg\.connect\b/,
    file: 'psycopg/waiting.py',
    fix: 'Use psycopg.AsyncConnection and await its calls.',
  },
  {
    text: /\bBlockingConnection\b/,
    file: 'pika/adapters/blocking_connection.py',
    fix: "Use aio-pika or pika's AsyncioConnection, or keep the blocking connection in a thread of its own.",
  },
  {
    text: /\bKafka(Consumer|Producer)\b/,
    file: 'kafka/client_async.py',
    fix: 'Use aiokafka, or keep the client in a thread of its own.',
  },
  {
    text: /\bgrpc\.(insecure_channel|secure_channel)\b/,
    file: 'grpc/_channel.py',
    fix: 'Use grpc.aio and await its calls.',
  },
  {
    text: /\bsmtplib\b/,
    file: 'smtplib.py',
    fix: 'Use aiosmtplib, or send in a thread: `await asyncio.to_thread(...)`.',
  },
  {
    text: /\bparamiko\b/,
    file: 'paramiko/channel.py',
    fix: 'Use asyncssh, or run the session in a thread.',
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
    text: /\.put\s*\(/,
    file: 'queue.py',
    fix: 'Use asyncio.Queue, or put in a thread: `await asyncio.to_thread(queue.put, item, True, seconds)`.',
  },
  {
    text: /\.recv\s*\(/,
    file: 'multiprocessing/connection.py',
    fix: 'Read from the pipe in a thread: `await asyncio.to_thread(connection.recv)`, or test `connection.poll()` first.',
  },
  {
    text: /\.shutdown\s*\(|\bwith\b.*Executor\s*\(/,
    file: 'concurrent/futures/thread.py',
    fix: 'Leave the executor with `await asyncio.to_thread(executor.shutdown)`, or shut it down with wait=False: leaving it waits for its jobs.',
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
  const called = calledFrames(stack);
  return BLOCKING_CALLS.find((one) => called.some((place) => isMadeBy(place, one))) ?? null;
}

/** Of the methods of one file, the one that is called. */
function isMadeBy(place: CodePlace, { file, text }: BlockingCall): boolean {
  if (file === null || !isIn(place, file)) return false;
  return !text.source.startsWith('\\.') || text.test(`.${place.name}(`);
}

/**
 * What the user's line calls. A library's inner waits (a Condition, a queue) are its own affair: what to use instead
 * follows from the library, not from them.
 */
function calledFrames(stack: readonly CodePlace[]): readonly CodePlace[] {
  const below = stack.slice(stack.findLastIndex((place) => place.origin === 'user') + 1);
  const libraries = below.filter((place) => place.origin === 'library');
  return libraries.length > 0 ? libraries : below;
}

/** Common method names count only with the file that makes them blocking. */
function fits(call: BlockingCall, stack: readonly CodePlace[]): boolean {
  const { file } = call;
  if (file === null || !call.text.source.startsWith('\\.')) return true;
  return calledFrames(stack).some((place) => isIn(place, file));
}

function isIn(place: CodePlace, file: string): boolean {
  return file.endsWith('/') ? place.file.includes(`/${file}`) : place.file.endsWith(`/${file}`);
}
