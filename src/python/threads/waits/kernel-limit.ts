/**
 * The limit of a wait, as the kernel was told of it: `lock.acquire(timeout=50)` and a socket's `settimeout` are in no frame.
 * A moment (`secondsLeft`) where the call names one, else a length (`seconds`).
 */
import type { ThreadFacts } from '../../../target/facts.ts';
import type { WaitLimit } from '../../model/wait.ts';
import type { ThreadContext } from './thread-rule.ts';

type Syscall = NonNullable<ThreadFacts['syscall']>;

/** linux/time.h */
const CLOCK_MONOTONIC = 1;
const TIMER_ABSTIME = 1;
/** linux/futex.h: the operation, without FUTEX_PRIVATE_FLAG; with FUTEX_CLOCK_REALTIME (until 3.10) it is another number. */
const FUTEX_WAIT = 0;
const FUTEX_WAIT_BITSET = 9;
const FUTEX_PRIVATE_FLAG = 128;
/** What no program means: the bytes are something else. */
const MOST_SECONDS = 10 * 365 * 86_400;
const BILLION = 1e9;

/** Nothing where there is none, or it cannot be read. */
export function kernelLimit(context: ThreadContext, { name, arguments: given }: Syscall): WaitLimit {
  const [first = -1, second = -1, third = 0, fourth = 0, fifth = 0] = given;
  switch (name) {
    // Modules/timemodule.c, `pysleep`: until a moment from 3.11 on, before a select of nothing with a length.
    case 'clock_nanosleep':
      if (second !== TIMER_ABSTIME) return length(secondsAt(context, third, BILLION));
      return first === CLOCK_MONOTONIC ? moment(context, secondsAt(context, third, BILLION)) : {};
    case 'select':
      return length(secondsAt(context, fifth, 1e6));
    case 'pselect6':
      return length(secondsAt(context, fifth, BILLION));
    // Python/thread_pthread.h: `sem_clockwait` on the monotonic clock from 3.11 on.
    case 'futex':
      return futexLimit(context, second & ~FUTEX_PRIVATE_FLAG, fourth);
    // Modules/socketmodule.c, `internal_select`.
    case 'poll':
      return third > 0 && third < 2 ** 31 ? bounded('seconds', third / 1000) : {};
    case 'ppoll':
      return length(secondsAt(context, third, BILLION));
    default:
      return {};
  }
}

/** musl reckons how long it is to that moment (src/thread/__timedwait.c), glibc hands the moment on. */
function futexLimit(context: ThreadContext, operation: number, timeout: number): WaitLimit {
  const seconds = secondsAt(context, timeout, BILLION);
  if (operation === FUTEX_WAIT_BITSET) return moment(context, seconds);
  return operation === FUTEX_WAIT ? length(seconds) : {};
}

function moment({ session }: ThreadContext, seconds: number | null): WaitLimit {
  return seconds === null ? {} : bounded('secondsLeft', seconds - session.system.nowMs() / 1000);
}

function length(seconds: number | null): WaitLimit {
  return seconds === null ? {} : bounded('seconds', seconds);
}

function bounded(key: 'seconds' | 'secondsLeft', seconds: number): WaitLimit {
  if (!(seconds <= MOST_SECONDS)) return {};
  return { [key]: Math.max(0, Math.round(seconds * 100) / 100) };
}

/** `struct timespec`, or `timeval`: two words. */
function secondsAt({ session }: ThreadContext, address: number, parts: number): number | null {
  const bytes = address === 0 ? null : session.memory.bytes(address, 16);
  if (bytes === null) return null;
  const [whole, part] = [Number(bytes.readBigInt64LE(0)), Number(bytes.readBigInt64LE(8))];
  return whole < 0 || part < 0 || part >= parts ? null : whole + part / parts;
}
