/** A thread in `time.sleep`: until when, as the kernel was told (Modules/timemodule.c, `pysleep`), and whom its code asks for meanwhile. */
import type { ThreadFacts } from '../../../target/facts.ts';
import type { ThreadWait } from '../../model/wait.ts';
import type { WalkedThread } from '../walk-threads.ts';
import { polledThread } from './counterpart.ts';
import type { ThreadContext } from './thread-rule.ts';

type Syscall = NonNullable<ThreadFacts['syscall']>;
type Sleep = Extract<ThreadWait, { kind: 'sleep' }>;

/** linux/time.h */
const CLOCK_MONOTONIC = 1;
const TIMER_ABSTIME = 1;
/** What no program means: the bytes are something else. */
const MOST_SECONDS = 10 * 365 * 86_400;

/** From 3.11 on `clock_nanosleep` until a moment of the monotonic clock; before, a `select` of nothing with a length. */
export function sleepWait(context: ThreadContext, thread: WalkedThread, syscall: Syscall): Sleep {
  const polledThreadId = polledThread(context, thread);
  return {
    kind: 'sleep',
    ...lengthOf(context, syscall),
    ...(polledThreadId === null ? {} : { polledThreadId }),
  };
}

function lengthOf({ session }: ThreadContext, { name, arguments: given }: Syscall): Omit<Sleep, 'kind'> {
  const [first = -1, second = -1, third = 0, , fifth = 0] = given;
  if (name === 'clock_nanosleep') {
    const seconds = secondsAt(session.memory, third, 1e9);
    if (seconds === null) return {};
    if (second !== TIMER_ABSTIME) return bounded('seconds', seconds);
    return first === CLOCK_MONOTONIC ? bounded('secondsLeft', seconds - session.system.nowMs() / 1000) : {};
  }
  if (name !== 'select' && name !== 'pselect6') return {};
  const seconds = secondsAt(session.memory, fifth, name === 'select' ? 1e6 : 1e9);
  return seconds === null ? {} : bounded('seconds', seconds);
}

function bounded(key: 'seconds' | 'secondsLeft', seconds: number): Omit<Sleep, 'kind'> {
  if (!(seconds <= MOST_SECONDS)) return {};
  return { [key]: Math.max(0, Math.round(seconds * 100) / 100) };
}

/** `struct timespec`, or `timeval`: two words. */
function secondsAt(
  memory: ThreadContext['session']['memory'],
  address: number,
  parts: number,
): number | null {
  const bytes = address === 0 ? null : memory.bytes(address, 16);
  if (bytes === null) return null;
  const [whole, part] = [Number(bytes.readBigInt64LE(0)), Number(bytes.readBigInt64LE(8))];
  return whole < 0 || part < 0 || part >= parts ? null : whole + part / parts;
}
