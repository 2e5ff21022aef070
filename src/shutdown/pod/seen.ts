/** Which Pythons the preflight saw, for a watcher that starts later and may find them gone. */
import type { ProcessFacts, SignalMasks } from '../../target/facts.ts';
import type { ContainerTargets } from './pod-targets.ts';

const MOST_BYTES = 32 * 1024;
const NO_SIGNALS: SignalMasks = {
  pendingThread: 0n,
  pendingProcess: 0n,
  blocked: 0n,
  ignored: 0n,
  caught: 0n,
};

type SeenProcess = Pick<ProcessFacts, 'pid' | 'startTicks' | 'comm' | 'command' | 'startedAtMs'>;
interface SeenContainer {
  name: string;
  podUid: string | null;
  first: SeenProcess;
  pythons: SeenProcess[];
}

/** One line of JSON; command lines are cut already where they hold secrets. Empty when it would be too long to keep. */
export function writeSeen(targets: readonly ContainerTargets[]): string {
  const seen: SeenContainer[] = targets.map(({ name, podUid, first, pythons }) => ({
    name,
    podUid,
    first: shortened(first),
    pythons: pythons.map(shortened),
  }));
  const text = JSON.stringify(seen);
  return Buffer.byteLength(text) <= MOST_BYTES ? text : '';
}

function shortened({ pid, startTicks, comm, command, startedAtMs }: SeenProcess): SeenProcess {
  return { pid, startTicks, comm, command, startedAtMs };
}

/** Nothing where the text is none of Straggler's. */
export function readSeen(text: string | null): ContainerTargets[] {
  if (text === null || text === '') return [];
  try {
    const seen = JSON.parse(text) as SeenContainer[];
    return seen.map(({ name, podUid, first, pythons }) => ({
      name,
      podUid,
      first: asFacts(first),
      pythons: pythons.map(asFacts),
    }));
  } catch {
    return [];
  }
}

function asFacts(seen: SeenProcess): ProcessFacts {
  return {
    ...seen,
    parentPid: 0,
    namespacePids: [seen.pid],
    isInit: false,
    executable: null,
    state: '?',
    uid: 0,
    gid: 0,
    capabilities: 0n,
    tracerPid: 0,
    cpuMs: 0,
    signals: NO_SIGNALS,
    threads: [],
    cgroup: null,
  };
}
