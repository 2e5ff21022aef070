/** The preStop hook of a watched container while it runs: `exec` starts it in the container, from outside of what can be seen. */
import { readContainers } from '../../target/containers.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';
import { execRoots } from './pod-targets.ts';

const TICKS_PER_SECOND = 100;
/** The kubelet starts the hooks of all containers at once; ours was only the first to be looked at. */
const EARLIER_SECONDS = 1;
/** What a probe or a person runs in the container later on is no hook. */
const LATER_SECONDS = 5;

/** `elapsedSeconds` since the termination began; null when no process of a hook runs (it may be an HTTP request, or a sleep of the kubelet). */
export function runningHook(system: System, firstPid: number, elapsedSeconds: number): ProcessFacts | null {
  const uptime = Number(orNull(() => system.readFile('/proc/uptime').toString('latin1'))?.split(' ')[0]);
  const container = readContainers(system).find(({ processes }) => processes[0]?.pid === firstPid);
  if (container === undefined || !Number.isFinite(uptime)) return null;
  const isFresh = ({ startTicks }: ProcessFacts) => {
    const startedAfter = elapsedSeconds - (uptime - startTicks / TICKS_PER_SECOND);
    return startedAfter >= -EARLIER_SECONDS && startedAfter <= LATER_SECONDS;
  };
  return execRoots(container).find(isFresh) ?? null;
}
