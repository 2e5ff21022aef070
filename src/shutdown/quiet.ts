/**
 * When a program that does not say so is ready: its Python has used no CPU for a while, and either has a handler for
 * SIGTERM or its main thread waits in a selector, as an event loop does. Some programs never get so quiet: two seconds
 * of Python count as ready, too.
 */
import type { ProcessFacts } from '../target/facts.ts';

const QUIET_MS = 200;
const LONG_ENOUGH_MS = 2000;
const SIGTERM_BIT = 1n << 14n;
const SELECTOR_CALLS = new Set([
  'epoll_wait',
  'epoll_pwait',
  'epoll_pwait2',
  'poll',
  'ppoll',
  'select',
  'pselect6',
]);

export class QuietRule {
  #pid = 0;
  #seenAtMs = 0;
  #cpuMs = -1;
  #busyAtMs = 0;

  /** To be asked again and again; `nowMs` on one clock. */
  isReady(python: ProcessFacts, nowMs: number): boolean {
    if (python.pid !== this.#pid) {
      this.#pid = python.pid;
      this.#seenAtMs = nowMs;
      this.#cpuMs = -1;
    }
    if (python.cpuMs !== this.#cpuMs || python.threads[0]?.state === 'R') this.#busyAtMs = nowMs;
    this.#cpuMs = python.cpuMs;
    if (nowMs - this.#seenAtMs >= LONG_ENOUGH_MS) return true;
    return nowMs - this.#busyAtMs >= QUIET_MS && (handlesSigterm(python) || waitsInSelector(python));
  }
}

function handlesSigterm({ signals }: ProcessFacts): boolean {
  return (signals.caught & SIGTERM_BIT) !== 0n;
}

function waitsInSelector({ threads }: ProcessFacts): boolean {
  const name = threads[0]?.syscall?.name;
  return name != null && SELECTOR_CALLS.has(name);
}
