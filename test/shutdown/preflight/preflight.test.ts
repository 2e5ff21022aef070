/** Real processes in containers that are made up. */
import { afterEach, expect, test } from '@jest/globals';
import { createObserver } from '../../../src/python/process-observer.ts';
import type { CheckResult } from '../../../src/shutdown/preflight/check.ts';
import type { Preflight, PreflightOptions } from '../../../src/shutdown/preflight/preflight.ts';
import { runPreflight } from '../../../src/shutdown/preflight/preflight.ts';
import { waitForPython } from '../../../src/shutdown/preflight/wait-for-python.ts';
import { preflightText, preflightWords } from '../../../src/shutdown/preflight/words.ts';
import { ready } from '../../support/live-python.ts';
import { PodSystem } from '../../support/pod-system.ts';
import { endAll, start } from '../../support/processes.ts';
import { anyPython } from '../../support/pythons.ts';

const python = anyPython();
const TIMEOUT_MS = 60_000;
afterEach(endAll);

async function preflight(system: PodSystem, part: Partial<PreflightOptions> = {}): Promise<Preflight> {
  const result = await runPreflight({
    system,
    openObserver: (pid) => createObserver({ system, pid, pySpy: null, readSource: false }),
    profile: 'same-uid',
    containers: [],
    pySpy: { isUsed: true, path: null },
    ...part,
  });
  system.close();
  return result;
}

const resultOf = ({ results }: Preflight, code: string): CheckResult =>
  results.find((result) => result.code === code)!;

/** Says of the test's own process that it is somebody else, with other rights. */
class OtherUser extends PodSystem {
  readonly #lines: Readonly<Record<string, string>>;

  constructor(containers: Record<string, number[]>, lines: Record<string, string>) {
    super(containers);
    this.#lines = lines;
  }

  override readFile(path: string, maxBytes?: number): Buffer {
    const content = super.readFile(path, maxBytes);
    if (path !== '/proc/self/status') return content;
    let text = content.toString();
    for (const [name, value] of Object.entries(this.#lines))
      text = text.replace(new RegExp(`^${name}:.*$`, 'm'), `${name}:\t${value}`);
    return Buffer.from(text);
  }
}

/** The kernel refuses what only the same user or SYS_PTRACE may read. */
class Refusing extends OtherUser {
  override readFile(path: string, maxBytes?: number): Buffer {
    if (/\/maps$/.test(path)) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    return super.readFile(path, maxBytes);
  }
}

test(
  'a service that handles SIGTERM and can be read has nothing to mend',
  async () => {
    const app = await ready(python, 'control-healthy-asyncio.py');
    const result = await preflight(new PodSystem({ app: [app] }));
    expect(result).toMatchObject({
      readable: true,
      pythons: [{ container: 'app', pid: app, readable: true }],
    });
    expect(result.pythons[0]!.version).toMatch(/^3\.\d+\.\d+$/);
    expect(['ok', 'note']).toContain(result.status);
    expect(resultOf(result, 'first-process').sentence).toContain('which handles SIGTERM');
    expect(preflightWords(result)).toMatchObject({ level: 'info', fix: null });
  },
  TIMEOUT_MS,
);

test(
  'a Python without a handler is warned of, though the shared process namespace hides the hang',
  async () => {
    const app = await ready(python, 'control-default-signal.py');
    const result = await preflight(new PodSystem({ app: [app] }));
    expect(resultOf(result, 'first-process')).toMatchObject({ status: 'warning' });
    expect(resultOf(result, 'first-process').sentence).toContain('PID 1');
    expect(result.readable).toBe(true);
    expect(preflightWords(result).level).toBe('warn');
  },
  TIMEOUT_MS,
);

test(
  'a shell in front of Python is warned of, with both things that may become of its SIGTERM',
  async () => {
    const shell = start('bash', ['-c', 'sleep 60; true']);
    const app = await ready(python, 'control-healthy-asyncio.py');
    const result = await preflight(new PodSystem({ app: [shell.pid, app] }));
    const { sentence, fix } = resultOf(result, 'first-process');
    expect(sentence).toContain('a shell that does not pass SIGTERM on');
    expect(sentence).toContain('kills Python with it at once');
    expect(sentence).toContain('PID 1');
    expect(fix).toContain('exec');
  },
  TIMEOUT_MS,
);

test(
  'another uid is blind, and the fix names both ids and the profile',
  async () => {
    const app = await ready(python, 'control-healthy-asyncio.py');
    const lines = { Uid: '4711\t4711\t4711\t4711', Gid: '4711\t4711\t4711\t4711', CapEff: '0', CapPrm: '0' };
    const result = await preflight(new Refusing({ app: [app] }, lines));
    expect(result).toMatchObject({ status: 'blind', readable: false });
    const { uid, gid } = { uid: process.getuid!(), gid: process.getgid!() };
    expect(resultOf(result, 'readable').fix).toContain(`runAsUser: ${uid} and runAsGroup: ${gid}`);
    expect(resultOf(result, 'readable').fix).toContain('profile: ptrace');
    expect(preflightWords(result)).toMatchObject({ level: 'error' });
    expect(preflightText(result)).toContain('✗ Process');
  },
  TIMEOUT_MS,
);

test(
  'the ptrace profile without its capabilities fails at the start, whoever took them',
  async () => {
    const app = await ready(python, 'control-healthy-asyncio.py');
    const asUser = await preflight(
      new OtherUser({ app: [app] }, { Uid: '1000\t1000\t1000\t1000', CapEff: '0' }),
      { profile: 'ptrace' },
    );
    expect(resultOf(asUser, 'profile').status).toBe('blind');
    expect(resultOf(asUser, 'profile').sentence).toContain('gives added capabilities to root only');
    const asRoot = await preflight(new OtherUser({ app: [app] }, { CapEff: '0000000000080000' }), {
      profile: 'ptrace',
    });
    expect(resultOf(asRoot, 'profile').sentence).toContain('lacks DAC_READ_SEARCH:');
    const all = await preflight(new OtherUser({ app: [app] }, { CapEff: '0000000000080004' }), {
      profile: 'ptrace',
    });
    expect(resultOf(all, 'profile').status).toBe('ok');
  },
  TIMEOUT_MS,
);

test(
  'signals-only asks for nothing to be readable',
  async () => {
    const app = await ready(python, 'control-healthy-asyncio.py');
    const result = await preflight(new PodSystem({ app: [app] }), { profile: 'signals-only' });
    expect(result.readable).toBeNull();
    expect(['note', 'ok']).toContain(result.status);
    expect(preflightWords(result).msg).toContain('processes and signals only');
  },
  TIMEOUT_MS,
);

test('a pod that does not share its process namespace is told so, with the field to set', async () => {
  const result = await preflight(new PodSystem({}));
  expect(resultOf(result, 'process-namespace')).toMatchObject({ status: 'blind' });
  expect(resultOf(result, 'process-namespace').fix).toContain('shareProcessNamespace: true');
  expect(result.results.map(({ code }) => code)).not.toContain('readable');
});

test('a pod without a Python is told so, with the names of what is there', async () => {
  const other = start('sleep', ['60']);
  const result = await preflight(new PodSystem({ database: [other.pid] }));
  expect(resultOf(result, 'readable').sentence).toContain(
    'No Python process was found in the other containers (database)',
  );
});

test('the wait for a Python ends with its time, or as soon as the pod ends', async () => {
  const system = new PodSystem({});
  const wait = { system, containers: [], signal: new AbortController().signal };
  expect(await waitForPython({ ...wait, limitMs: 250 })).toEqual([]);
  expect(await waitForPython({ ...wait, limitMs: 600_000, signal: AbortSignal.timeout(200) })).toEqual([]);
  system.close();
});
