/** Real Pythons in containers that are made up: the rest of the machine is as it is. */
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { createObserver } from '../../../src/python/process-observer.ts';
import type { Report } from '../../../src/report/report.ts';
import { readTargets } from '../../../src/shutdown/pod/pod-targets.ts';
import type { PodWatchOptions } from '../../../src/shutdown/pod/pod-watch.ts';
import { watchPod } from '../../../src/shutdown/pod/pod-watch.ts';
import { runningHook } from '../../../src/shutdown/pod/prestop-hook.ts';
import { readSeen, writeSeen } from '../../../src/shutdown/pod/seen.ts';
import { ready } from '../../support/live-python.ts';
import { PodSystem } from '../../support/pod-system.ts';
import { endAll, printed, start } from '../../support/processes.ts';
import { PROGRAMS_FOLDER } from '../../support/program-headers.ts';
import { anyPython } from '../../support/pythons.ts';

const python = anyPython();
const TIMEOUT_MS = 60_000;
const GRACE_SECONDS = 3;
const HANGING = 'cancel-swallowed-bare-except.py';
const CLEAN = 'control-healthy-asyncio.py';

afterEach(endAll);

interface Watched {
  last: Report[];
  revisions: Report[];
  told: string[];
}

/** As a preStop hook begins it: the kubelet signals, and the watch joins. `kill`: the kubelet's SIGKILL at the deadline. */
async function terminate(
  system: PodSystem,
  firstPids: number[],
  part: Partial<PodWatchOptions> = {},
): Promise<Watched> {
  const revisions: Report[] = [];
  const told: string[] = [];
  const start = { atMs: system.nowMs(), wallMs: Date.now() };
  for (const pid of firstPids) process.kill(pid, 'SIGTERM');
  const killing = setTimeout(() => {
    for (const pid of firstPids) killIfThere(pid);
  }, 1000 * GRACE_SECONDS);
  const last = await watchPod({
    system,
    openObserver: (pid) => createObserver({ system, pid, pySpy: null, readSource: true }),
    trigger: 'prestop',
    start,
    graceSeconds: GRACE_SECONDS,
    slowSeconds: 0.8 * GRACE_SECONDS,
    readSource: true,
    signal: { policy: 'auto', afterSeconds: 0.5 },
    pod: { namespace: 'shop', name: 'orders-1', uid: 'u', node: 'n', workload: null, image: null },
    interrupted: new AbortController().signal,
    publish: (report) => revisions.push(report),
    containers: [],
    seenBefore: [],
    tell: (message) => told.push(message),
    ...part,
  });
  clearTimeout(killing);
  system.close();
  return { last, revisions, told };
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

test(
  'two containers give a report each: one names its culprit and was killed, one exited in time',
  async () => {
    const [app, worker] = [await ready(python, HANGING), await ready(python, CLEAN)];
    const system = new PodSystem({ app: [app], worker: [worker] });
    const { last, revisions } = await terminate(system, [app, worker]);
    const [hung, exited] = last;
    expect(hung!.target.container).toBe('app');
    expect(hung!.outcome).toBe('hung');
    expect(hung!.findings[0]!.cause).toBe('cancel-swallowed');
    expect(hung!.shutdown).toMatchObject({
      trigger: 'prestop',
      signalledBy: 'kubelet',
      exit: { signal: 'SIGKILL' },
    });
    expect(hung!.pod!.name).toBe('orders-1');
    expect(exited).toMatchObject({ outcome: 'exited', complete: true, findings: [] });
    expect(exited!.target.container).toBe('worker');
    const beforeTheEnd = revisions.filter(({ id, complete }) => id === hung!.id && !complete);
    expect(beforeTheEnd.at(-1)!.findings[0]!.cause).toBe('cancel-swallowed');
    expect(new Set(revisions.map(({ id, revision }) => `${id} ${revision}`)).size).toBe(revisions.length);
  },
  TIMEOUT_MS,
);

test(
  'where the beginning was only noticed, a stuck process that goes a little early was killed all the same',
  async () => {
    const app = await ready(python, HANGING);
    const system = new PodSystem({ app: [app] });
    const late = { atMs: system.nowMs() + 700, wallMs: Date.now() + 700, uncertainMs: 900 };
    const { last } = await terminate(system, [app], { trigger: 'process', start: late });
    expect(last[0]).toMatchObject({ outcome: 'hung', shutdown: { exit: { signal: 'SIGKILL' } } });
    expect(last[0]!.findings[0]!.cause).toBe('cancel-swallowed');
  },
  TIMEOUT_MS,
);

test(
  'a launcher that keeps the signal is found out, and Straggler signals the Python below it, once',
  async () => {
    const script = `trap : TERM; ${python.path} ${join(PROGRAMS_FOLDER, CLEAN)} & while :; do wait; done`;
    const shell = start('bash', ['-c', script]);
    await printed(shell, 'READY', TIMEOUT_MS);
    const pids = [shell.pid, ...childrenOf(shell.pid)];
    const { last, revisions } = await terminate(new PodSystem({ app: pids }), [shell.pid]);
    expect(revisions.some(({ findings }) => findings[0]?.cause === 'signal-not-forwarded')).toBe(true);
    const sent = last[0]!.timeline.filter(({ event }) => event === 'signal-sent');
    expect(sent).toHaveLength(1);
    expect(sent[0]!.detail).toContain('did not pass the signal on');
    expect(last[0]!.outcome).toBe('exited');
  },
  TIMEOUT_MS,
);

test(
  'while a preStop hook runs in the container, nothing is signalled and the hook is the cause',
  async () => {
    const app = await ready(python, CLEAN);
    const hook = start('sleep', ['60']);
    // Only what the kubelet starts has no parent that can be seen.
    const system = new HookSystem({ app: [app, hook.pid] }, [app, hook.pid]);
    expect(runningHook(system, app, 0.5)?.pid).toBe(hook.pid);
    // Begun ten seconds into the termination: a probe, or a person.
    expect(runningHook(system, app, 20)).toBeNull();
    const { last } = await terminate(system, []);
    expect(last[0]!.findings[0]).toMatchObject({ cause: 'signal-not-sent', certainty: 'certain' });
    expect(last[0]!.findings[0]!.culprit.process).toMatchObject({ pid: hook.pid, command: ['sleep', '60'] });
    expect(last[0]!.phase).toBe('before-signal');
    expect(last[0]!.timeline.map(({ event }) => event)).toContain('hook-seen');
  },
  TIMEOUT_MS,
);

test(
  'a Python that was gone before the first look is told of from what the preflight saw',
  async () => {
    const app = await ready(python, CLEAN);
    const system = new PodSystem({ app: [app] });
    const seenBefore = readSeen(writeSeen(readTargets(system, [])));
    process.kill(app, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { last } = await terminate(system, [], { seenBefore });
    expect(last).toHaveLength(1);
    expect(last[0]).toMatchObject({ outcome: 'exited', findings: [], captures: [] });
    expect(last[0]!.target.command.at(-1)).toContain(CLEAN);
  },
  TIMEOUT_MS,
);

test('without any Python it says that there is nothing to watch, and reports nothing', async () => {
  const other = start('sleep', ['60']);
  const { last, told } = await terminate(new PodSystem({ database: [other.pid] }), []);
  expect(last).toEqual([]);
  expect(told[0]).toContain('nothing to watch: no Python process is left in the other containers (database)');
});

test('a sidecar that started before Straggler is stopped after it, and not watched', async () => {
  const [earlier, app] = [await ready(python, CLEAN), await ready(python, CLEAN)];
  const system = new EarlierSystem({ proxy: [earlier], app: [app] }, earlier);
  expect(readTargets(system, []).map(({ name }) => name)).toEqual(['app']);
  system.close();
  // Where all started earlier, Straggler itself was started again.
  const again = new EarlierSystem({ app: [earlier] }, earlier);
  expect(readTargets(again, []).map(({ name }) => name)).toEqual(['app']);
  again.close();
});

test('containers that are not named in the settings are left alone', async () => {
  const app = await ready(python, CLEAN);
  const { last, told } = await terminate(new PodSystem({ app: [app] }), [], { containers: ['web'] });
  expect(last).toEqual([]);
  expect(told).toHaveLength(1);
});

/** Says of one process that it started with the machine. */
class EarlierSystem extends PodSystem {
  readonly #earlier: number;

  constructor(containers: Record<string, number[]>, earlier: number) {
    super(containers);
    this.#earlier = earlier;
  }

  override readFile(path: string, maxBytes?: number): Buffer {
    const content = super.readFile(path, maxBytes);
    if (path !== `/proc/${this.#earlier}/stat`) return content;
    const text = content.toString('latin1');
    const name = text.slice(0, text.lastIndexOf(')') + 2);
    const fields = text.slice(name.length).split(' ').with(19, '1');
    return Buffer.from(name + fields.join(' '), 'latin1');
  }
}

/** Says of some processes that their parent is outside of the pod. */
class HookSystem extends PodSystem {
  readonly #orphans: readonly number[];

  constructor(containers: Record<string, number[]>, orphans: readonly number[]) {
    super(containers);
    this.#orphans = orphans;
  }

  override readFile(path: string, maxBytes?: number): Buffer {
    const content = super.readFile(path, maxBytes);
    const pid = Number(/^\/proc\/(\d+)\/status$/.exec(path)?.[1] ?? 0);
    if (!this.#orphans.includes(pid)) return content;
    return Buffer.from(content.toString().replace(/^PPid:.*$/m, 'PPid:\t0'));
  }
}

function childrenOf(pid: number): number[] {
  const system = new PodSystem({});
  const text = system.readFile(`/proc/${pid}/task/${pid}/children`).toString('latin1');
  system.close();
  return text.split(' ').filter(Boolean).map(Number);
}
