/** The termination of a pod: one watch, and one report, for each container that runs Python. */
import type { Report } from '../../report/report.ts';
import type { PodTermination } from './container-watch.ts';
import { watchContainer } from './container-watch.ts';
import type { ContainerTargets } from './pod-targets.ts';
import { readTargets } from './pod-targets.ts';

export interface PodWatchOptions extends PodTermination {
  /** Names of the containers to watch; empty for all others. */
  containers: readonly string[];
  /** Seen before the termination began; they may be gone by now. */
  seenBefore: readonly ContainerTargets[];
  /** Says in a line what is done. */
  tell: (message: string) => void;
}

/** The last report of each container. Never rejects for what a target does: that is what reports are for. */
export async function watchPod({
  containers,
  seenBefore,
  tell,
  ...termination
}: PodWatchOptions): Promise<Report[]> {
  const seen = readTargets(termination.system, containers);
  const watched = withGone(seen, seenBefore).filter(({ pythons }) => pythons.length > 0);
  if (watched.length === 0) {
    tell(nothingWords(seen));
    return [];
  }
  const isGone = seen.every(({ pythons }) => pythons.length === 0);
  tell(isGone ? goneWords(watched) : `watching ${watched.map(describe).join('; ')}`);
  const results = await Promise.allSettled(
    watched.map(async (one) => {
      const last = await watchContainer(one, termination);
      termination.publish(last);
      return last;
    }),
  );
  return results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [result.value];
    tell(`the watch of container ${watched[index]?.name} failed: ${String(result.reason)}`);
    return [];
  });
}

/** A container whose Pythons are all gone is told of from what was seen before. */
function withGone(now: ContainerTargets[], before: readonly ContainerTargets[]): ContainerTargets[] {
  const alive = new Set(now.filter(({ pythons }) => pythons.length > 0).map(({ name }) => name));
  return [...now.filter(({ name }) => alive.has(name)), ...before.filter(({ name }) => !alive.has(name))];
}

function goneWords(watched: readonly ContainerTargets[]): string {
  const warnings = watched.flatMap(({ warning }) => warning ?? []);
  const names = watched.map(({ name }) => name).join(', ');
  return [`all Python processes (${names}) ended before they could be looked at.`, ...warnings].join(' ');
}

function describe({ name, pythons }: ContainerTargets): string {
  return `container ${name} (${pythons.map(({ pid }) => `process ${pid}`).join(', ')})`;
}

function nothingWords(targets: readonly ContainerTargets[]): string {
  const others = targets.map(({ name }) => name).join(', ');
  return `nothing to watch: no Python process is left in the other containers${others === '' ? '' : ` (${others})`}; what ended before the pod began to terminate was not a hang`;
}
