import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Capture } from '../../src/python/model/capture.ts';
import type { ObserverOptions } from '../../src/python/observer.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { LookError } from '../../src/target/look-error.ts';
import { childOf, endAll, printed, start, stateOf, until } from '../support/processes.ts';
import type { TestPython } from '../support/pythons.ts';
import { PYTHONS, pythonNamed } from '../support/pythons.ts';

const BUDGET_MS = 20_000;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-observer-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

/** A Python that runs the text as a file and has said READY. */
async function run(python: TestPython, text: string, ...args: string[]): Promise<number> {
  const path = join(folder, 'program.py');
  writeFileSync(path, text);
  const child = start(python.path, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  await printed(child, 'READY', 30_000);
  await until(() => stateOf(child.pid) === 'S', 'a Python that sleeps');
  return child.pid;
}

async function capture(pid: number, options: Partial<ObserverOptions> = {}): Promise<Capture> {
  const system = options.system ?? new LiveSystem();
  const observer = createObserver({ system, pid, pySpy: null, readSource: true, ...options });
  try {
    return await observer.capture(BUDGET_MS);
  } finally {
    system.close();
  }
}

const codes = ({ limits }: Capture) => limits.map(({ code }) => code);

/** The same test for every version; a version that is not there is skipped by its name. */
function onEach(title: string, body: (python: TestPython) => Promise<void>): void {
  for (const name of PYTHONS) onOne(title, name, body);
}

function onOne(title: string, name: string, body: (python: TestPython) => Promise<void>): void {
  const python = pythonNamed(name);
  if (python === null) test.skip(`${title}: Python ${name} (not on this machine)`, () => undefined);
  else test(`${title}: Python ${name}`, () => body(python));
}

const SHUTDOWN = `
import asyncio, threading, time
class Worker:
    def __init__(self):
        self.event = threading.Event()
    def run(self):
        self.event.wait()
    async def poll(self):
        try:
            await asyncio.sleep(10_000)
        except asyncio.CancelledError:
            await self.clean_up()
    async def clean_up(self):
        never = asyncio.Event()
        print("READY", flush=True)
        while True:
            try:
                await never.wait()
            except asyncio.CancelledError:
                pass
async def main():
    worker = Worker()
    threading.Thread(target=worker.run, name="wörker", daemon=True).start()
    task = asyncio.ensure_future(worker.poll())
    await asyncio.sleep(0.05)
asyncio.run(main())
`;

onEach('a task that asyncio.run has cancelled is seen in its clean-up', async (python) => {
  const seen = await capture(await run(python, SHUTDOWN));
  const version = execFileSync(python.path, ['-c', 'import platform; print(platform.python_version())'], {
    encoding: 'utf8',
  });
  expect(seen.python).toMatchObject({ version: version.trim(), minor: python.minor, finalizing: false });
  expect(seen.method).toBe('memory');
  expect(seen.limits).toEqual([]);
  expect(seen.badReads).toBe(0);
  const [task, ...others] = seen.tasks;
  expect(others).toEqual([]);
  expect(task).toMatchObject({
    coroutine: 'Worker.poll',
    activity: 'waiting',
    inToCancel: true,
    cancelRequests: python.minor >= 11 ? 1 : null,
    waiterState: 'pending',
    moving: false,
    handling: [{ frameIndex: 0, exceptionType: 'CancelledError', isCancelled: true, contextTypes: [] }],
  });
  expect(task?.stack.map((place) => `${place.function} ${place.line} ${place.origin}`)).toEqual([
    'Worker.poll 12 user',
    'Worker.clean_up 18 user',
    expect.stringMatching(/^Event\.wait \d+ python$/),
  ]);
  const [handling] = task?.handling ?? [];
  expect(handling?.traceback.map((place) => place.function)).toEqual(['Worker.poll', 'sleep']);
  expect(handling?.traceback[0]?.line).toBe(10);
  expect([...seen.sources.values()].map(({ text }) => text)).toEqual([SHUTDOWN]);
});

onEach('threads have names, ids, flags and stacks', async (python) => {
  const pid = await run(python, SHUTDOWN);
  const { threads, loops } = await capture(pid);
  const [main, worker, ...others] = threads;
  expect(others).toEqual([]);
  expect(main).toMatchObject({ id: pid, name: 'MainThread', isMain: true, daemon: false, source: 'memory' });
  expect(main?.loopId).toBe(loops[0]?.id);
  const functions = main?.stack.map((place) => place.function) ?? [];
  expect(functions[0]).toBe('<module>');
  expect(functions).toContain('_cancel_all_tasks');
  expect(functions).toContain('BaseEventLoop.run_forever');
  expect(worker).toMatchObject({ name: 'wörker', isMain: false, daemon: true, state: 'S' });
  expect(worker?.id).toBeGreaterThan(0);
  expect(worker?.stack.map((place) => place.function).slice(0, 4)).toEqual([
    'Thread._bootstrap',
    'Thread._bootstrap_inner',
    'Thread.run',
    'Worker.run',
  ]);
});

const RUNNING = `
import asyncio, signal, time, os
class Service:
    def on_signal(self, number, frame):
        print("READY", flush=True)
        time.sleep(10_000)
    async def block(self):
        try:
            raise ValueError("bad")
        except ValueError:
            os.kill(os.getpid(), signal.SIGUSR1)
            time.sleep(1)
async def main():
    service = Service()
    signal.signal(signal.SIGUSR1, service.on_signal)
    await asyncio.ensure_future(service.block())
asyncio.run(main())
`;

onEach('a running task has the stack of its thread, and a signal handler on top of it', async (python) => {
  const { tasks, threads } = await capture(await run(python, RUNNING));
  const running = tasks.find(({ activity }) => activity === 'running');
  expect(running?.stack.map((place) => place.function)).toEqual(['Service.block', 'Service.on_signal']);
  expect(running?.handling).toMatchObject([
    { frameIndex: 0, exceptionType: 'ValueError', isCancelled: false },
  ]);
  const [main] = threads;
  expect(main?.runningTaskId).toBe(running?.id);
  expect(main?.stack[main?.signalFrameIndex ?? -1]?.function).toBe('Service.on_signal');
  const handling = main?.handling.find(({ exceptionType }) => exceptionType === 'ValueError');
  expect(main?.stack[handling?.frameIndex ?? -1]?.function).toBe('Service.block');
});

onEach('an interpreter that takes itself down shows the frames it still has', async (python) => {
  const text = `
import asyncio, time
class Late:
    def __del__(self, sleep=time.sleep):
        print("READY", flush=True)
        sleep(10_000)
late = Late()
asyncio.run(asyncio.sleep(0))
`;
  const pid = await run(python, text);
  const seen = await capture(pid);
  expect(codes(seen)).toEqual(['finalizing']);
  expect(seen.python).toMatchObject({ minor: python.minor, finalizing: true });
  expect(seen.threads).toMatchObject([{ id: pid, isMain: true, source: 'memory' }]);
  expect(seen.threads[0]?.stack.map((place) => place.name)).toEqual(['__del__']);
});

onEach('creation frames are there in debug mode', async (python) => {
  const text = `
import asyncio
async def job():
    print("READY", flush=True)
    await asyncio.sleep(10_000)
async def spawn():
    return asyncio.ensure_future(job())
async def main():
    await (await spawn())
asyncio.run(main(), debug=True)
`;
  const { tasks } = await capture(await run(python, text));
  const job = tasks.find(({ coroutine }) => coroutine === 'job');
  const own = job?.createdAt?.findLast(({ origin }) => origin === 'user');
  expect(own).toMatchObject({ name: 'spawn', line: 7 });
  expect(job?.createdAt?.[0]).toMatchObject({ name: '<module>' });
});

onEach('who awaits a task is known', async (python) => {
  const text = `
import asyncio
async def job():
    await asyncio.sleep(10_000)
async def main():
    inner = asyncio.ensure_future(job())
    gathered = asyncio.ensure_future(job())
    async def direct():
        await inner
    async def together():
        await asyncio.gather(gathered, asyncio.sleep(10_000))
    tasks = [asyncio.ensure_future(direct()), asyncio.ensure_future(together())]
    await asyncio.sleep(0.05)
    print("READY", flush=True)
    await asyncio.sleep(10_000)
asyncio.run(main())
`;
  const { tasks } = await capture(await run(python, text));
  const waiting = tasks.filter(({ coroutine }) => /direct|together/.test(coroutine)).map(({ id }) => id);
  const awaited = tasks.filter(({ coroutine }) => coroutine === 'job').flatMap(({ awaitedBy }) => awaitedBy);
  expect(awaited.sort()).toEqual(waiting.sort());
});

onOne('a process without asyncio has threads, and says so', '3.12', async (python) => {
  const seen = await capture(
    await run(python, 'print("READY", flush=True)\nimport time\ntime.sleep(10_000)\n'),
  );
  expect(codes(seen)).toEqual(['no-asyncio']);
  expect(seen.python).toMatchObject({ asyncioImported: false });
  expect(seen.threads[0]?.stack.map((place) => place.function)).toEqual(['<module>']);
});

onOne(
  'a stopped process is read like any other, and the report says that it is stopped',
  '3.11',
  async (python) => {
    const pid = await run(python, SHUTDOWN);
    process.kill(pid, 'SIGSTOP');
    await until(() => stateOf(pid) === 'T', 'a stopped Python');
    const seen = await capture(pid);
    expect(codes(seen)).toEqual(['target-stopped']);
    expect(seen.limits[0]?.fix).toContain(`kill -CONT ${pid}`);
    expect(seen.tasks).toHaveLength(1);
  },
);

async function refusal(pid: number, options: Partial<ObserverOptions> = {}): Promise<LookError> {
  const error = await capture(pid, options).catch((caught: unknown) => caught);
  if (!(error instanceof LookError)) throw new Error(`no LookError: ${String(error)}`);
  expect(error.fix).not.toBe('');
  return error;
}

test('a pid that is nobody’s is said to be so', async () => {
  expect((await refusal(4_000_000)).code).toBe('no-such-process');
});

test('a process that is no Python is named', async () => {
  const child = start('/bin/sleep', ['1000']);
  const error = await refusal(child.pid);
  expect(error.code).toBe('not-python');
  expect(error.message).toContain('sleep');
});

test('a zombie is told from a living process', async () => {
  const parent = start('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 1000']);
  const pid = Number(await printed(parent, '\n'));
  await until(() => stateOf(pid) === 'Z', 'a zombie');
  const error = await refusal(pid);
  expect(error.code).toBe('zombie');
  expect(error.message).toContain(String(parent.pid));
});

/** Ends the target after so many reads of its memory. */
class EndingSystem extends LiveSystem {
  private left: number;
  private readonly pid: number;

  constructor(pid: number, reads: number) {
    super();
    this.pid = pid;
    this.left = reads;
  }

  override readInto(path: string, position: number, buffer: Buffer): number {
    this.left -= 1;
    if (this.left === 0) {
      process.kill(this.pid, 'SIGKILL');
      const giveUpAt = performance.now() + 5_000;
      while (stateOf(this.pid) !== 'Z' && stateOf(this.pid) !== null && performance.now() < giveUpAt);
    }
    return super.readInto(path, position, buffer);
  }
}

for (const reads of [1, 3, 10, 40]) {
  onOne(`a process that ends after ${reads} reads gives no capture`, '3.13', async (python) => {
    const pid = await run(python, SHUTDOWN);
    const error = await refusal(pid, { system: new EndingSystem(pid, reads) });
    expect(error.code).toBe('process-gone');
  });
}

const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? test : test.skip;

asNobody('without permission the kernel’s facts are shown, and which permission is missing', async () => {
  const python = pythonNamed('3.11');
  if (python === null) return;
  const pid = await run(python, SHUTDOWN);
  process.seteuid?.(65_534);
  try {
    const seen = await capture(pid);
    expect(codes(seen)).toEqual(['no-permission']);
    expect(seen.limits[0]?.sentence).toContain('uid');
    expect(seen.python).toBeNull();
    expect(seen.threads).toMatchObject([{ id: pid, source: 'none', stack: [] }, { source: 'none' }]);
  } finally {
    process.seteuid?.(0);
  }
});

asNobody('in a pid namespace of its own, threads go by the ids that the outside knows', async () => {
  for (const name of ['3.8', '3.14']) {
    const python = pythonNamed(name);
    if (python === null) continue;
    const program = join(folder, 'program.py');
    writeFileSync(program, SHUTDOWN);
    const outer = start('unshare', ['--pid', '--fork', '--mount-proc', python.path, program]);
    await printed(outer, 'READY', 30_000);
    const pid = await childOf(outer.pid, python.path);
    const { threads, family } = await capture(pid);
    expect(family.target.isInit).toBe(true);
    expect(threads.map(({ source }) => source)).toEqual(['memory', 'memory']);
    expect(threads[0]).toMatchObject({ id: pid, name: 'MainThread', isMain: true });
    expect(threads[1]).toMatchObject({ name: 'wörker', id: family.target.threads[1]?.tid });
  }
});

/** A Python whose program is about to be deleted or replaced. */
async function runCopy(python: TestPython): Promise<{ pid: number; path: string }> {
  const path = join(folder, 'service');
  copyFileSync(python.path, path);
  const home = execFileSync(python.path, ['-c', 'import sys; print(sys.base_prefix)'], {
    encoding: 'utf8',
  }).trim();
  const program = join(folder, 'program.py');
  writeFileSync(program, SHUTDOWN);
  const child = start(path, [program], { stdio: ['pipe', 'pipe', 'inherit'], env: { PYTHONHOME: home } });
  await printed(child, 'READY', 30_000);
  return { pid: child.pid, path };
}

for (const name of ['3.14', '3.15', '3.11']) {
  onOne('a Python under another name, deleted since, is read', name, async (python) => {
    const { pid, path } = await runCopy(python);
    rmSync(path);
    expect((await capture(pid)).tasks).toMatchObject([{ coroutine: 'Worker.poll' }]);
  });

  onOne('a Python whose file is another one now is read', name, async (python) => {
    const { pid, path } = await runCopy(python);
    rmSync(path);
    copyFileSync('/bin/sleep', path);
    expect((await capture(pid)).tasks).toMatchObject([{ coroutine: 'Worker.poll' }]);
  });
}
