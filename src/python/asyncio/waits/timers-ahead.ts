/** Timers of loops whose callback completes what tasks wait for: `loop.call_later(30, self.expire)`, and `expire` says `self.over.set()`. */
import type { TimerInSight } from '../../model/wait.ts';
import { callableOf } from '../callable.ts';
import { nameOf } from '../function-name.ts';
import { nameUses } from '../handlers/code-uses.ts';
import type { LoopTimer } from '../loops/loop-timer.ts';
import { loopTimers } from '../loops/loop-timers.ts';
import type { Session } from '../session.ts';
import type { Completable } from './completing.ts';
import { Completing } from './completing.ts';
import type { WaitContext } from './recogniser.ts';

const BUDGET_MS = 50;
/** Most of them are those of sleeps, which have no code of the service's own. */
const MAX_TIMERS = 20_000;
const TIMERS_PER_LOOK_AT_CLOCK = 64;
const MAX_ARGUMENTS = 8;
/** By which a callback has itself, or another, called later once more. */
const REARMING = /^call_(later|at)$/;

/** By address, the soonest. */
export function timersAhead(
  context: WaitContext,
  kinds: ReadonlyMap<number, Completable>,
  loops: Iterable<number>,
): Map<number, TimerInSight> {
  const { session, timers } = context;
  const found = new Map<number, TimerInSight>();
  if (kinds.size === 0) return found;
  const completing = new Completing(session, kinds, () => null);
  const endMs = Math.min(session.deadlineMs, session.system.nowMs() + BUDGET_MS);
  for (const loop of new Set(loops)) {
    for (const [count, timer] of loopTimers(session, loop, MAX_TIMERS).entries()) {
      if (count % TIMERS_PER_LOOK_AT_CLOCK === 0 && session.system.nowMs() > endMs) return found;
      const handed = session.objects.items(timer.arguments, MAX_ARGUMENTS);
      for (const address of completing.byCallback(timer.callback, handed)) {
        const secondsLeft = timers.secondsUntil(timer.whenMs);
        if ((found.get(address)?.secondsLeft ?? Number.POSITIVE_INFINITY) <= secondsLeft) continue;
        found.set(address, { ...describedBy(session, timer), secondsLeft });
      }
    }
  }
  return found;
}

function describedBy(
  session: Session,
  { callback }: LoopTimer,
): Pick<TimerInSight, 'function' | 'isRearmed'> {
  const facts = callableOf(session, callback);
  const uses = facts === null || facts.code === 0 ? [] : nameUses(session, facts.code);
  return {
    function: facts === null ? 'a callback' : nameOf(session, facts),
    isRearmed: uses.some(({ name }) => REARMING.test(name)),
  };
}
