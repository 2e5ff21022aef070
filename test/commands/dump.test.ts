import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { childOf, endAll, printed, start, stateOf, until } from '../support/processes.ts';
import { begin, HANGS, PYTHON, reportOf, SLEEPS, straggler } from './straggler.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-dump-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true });
});

/** Its shutdown waits for a count that stays. */
const DRAINS = `
import asyncio, signal

async def main():
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    print("READY", flush=True)
    await asked.wait()
    while True:
        await asyncio.sleep(0.1)

asyncio.run(main())
`;

async function running(program: string): Promise<number> {
  const child = start(PYTHON, ['-c', program]);
  await printed(child, 'READY');
  return child.pid;
}

test('a text for a terminal names every task, and a report in JSON is exactly one document', async () => {
  const pid = await running(HANGS);
  const text = await straggler(['dump', `${pid}`]);
  expect(text).toMatchObject({ status: 0, stderr: '' });
  expect(text.stdout).toContain('poll');
  const json = await straggler(['dump', `${pid}`, '--json']);
  expect(json).toMatchObject({ status: 0, stderr: '' });
  const report = reportOf(json);
  expect(report).toMatchObject({
    schema: 'straggler.report/v1',
    outcome: 'running',
    shutdown: null,
    complete: true,
  });
  expect(report.survivors.map(({ coroutine }) => coroutine).sort()).toEqual(['main', 'poll']);
  expect(stateOf(pid)).toBe('S');
});

test('--out, --html, --junit and --sarif are written beside the text', async () => {
  const pid = await running(HANGS);
  const path = (name: string) => join(folder, name);
  const files = [
    '--out',
    path('r.json'),
    '--html',
    path('r.html'),
    '--junit',
    path('r.xml'),
    '--sarif',
    path('r.sarif'),
  ];
  const { status, stdout } = await straggler(['dump', `${pid}`, ...files]);
  expect(status).toBe(0);
  expect(stdout).toContain('poll');
  expect(JSON.parse(readFileSync(path('r.json'), 'utf8'))).toMatchObject({ revision: 1 });
  expect(readFileSync(path('r.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  expect(readFileSync(path('r.xml'), 'utf8')).toContain('<testsuite');
  expect(JSON.parse(readFileSync(path('r.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
});

test('without --color nothing is coloured in a pipe, and with it everything is', async () => {
  const pid = await running(SLEEPS);
  expect((await straggler(['dump', `${pid}`])).stdout).not.toContain('\x1b');
  expect((await straggler(['dump', `${pid}`, '--color', 'always'])).stdout).toContain('\x1b[');
});

test('--no-source leaves every line of the source out', async () => {
  const path = join(folder, 'app.py');
  writeFileSync(path, `${HANGS.replace('asyncio.run(main())', 'asyncio.run(main())  # marked')}`);
  const child = start(PYTHON, [path]);
  await printed(child, 'READY');
  const { stdout } = await straggler(['dump', `${child.pid}`, '--json', '--no-source']);
  expect(stdout).not.toContain('await queue.get()');
  expect(stdout).not.toContain('# marked');
});

test('a reader that leaves early is no reason to complain', async () => {
  const pid = await running(HANGS);
  const { child, ended } = begin(['dump', `${pid}`, '--json']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ status: 0, stderr: '' });
});

test('a shell with one Python below it stands for that Python, and it is said which', async () => {
  const shell = start('sh', ['-c', `${PYTHON} -c '${SLEEPS}'; true`]);
  await printed(shell, 'READY');
  const python = await childOf(shell.pid, PYTHON);
  const ran = await straggler(['dump', `${shell.pid}`, '--json']);
  expect(ran.status).toBe(0);
  expect(reportOf(ran).target.pid).toBe(python);
  expect(ran.stderr).toContain(`${python}`);
});

test('of several Pythons below a shell each is listed, and none is chosen', async () => {
  const shell = start('sh', ['-c', `${PYTHON} -c '${SLEEPS}' & ${PYTHON} -c '${SLEEPS}' & wait`]);
  const pids = await until(() => {
    const below = readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, 'utf8').trim().split(' ');
    const named = below.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(PYTHON));
    return named.length === 2 && named;
  }, 'two Pythons');
  await until(
    () => pids.every((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libc')),
    'their start',
  );
  const { status, stdout, stderr } = await straggler(['dump', `${shell.pid}`]);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  for (const pid of pids) expect(stderr).toContain(pid);
});

test('no such pid: exit status 3, and what to do', async () => {
  const { status, stdout, stderr } = await straggler(['dump', '4194300']);
  expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  expect(stderr).toContain('no process with pid 4194300');
  expect(stderr).toContain('pgrep');
});

test('not Python: exit status 3, and what it is', async () => {
  const child = start('sleep', ['60']);
  const { status, stderr } = await straggler(['dump', `${child.pid}`]);
  expect(status).toBe(3);
  expect(stderr).toMatch(/sleep.*is not|not.*Python/);
});

test('the id of a thread: exit status 3, and which process it is of', async () => {
  const pid = await running(BUSY_AND_WELL);
  const thread = readdirSync(`/proc/${pid}/task`).find((id) => id !== `${pid}`);
  const { status, stderr } = await straggler(['dump', `${thread}`]);
  expect(status).toBe(3);
  expect(stderr).toContain('is a thread (python');
  expect(stderr).toContain(`Name the process: ${pid}.`);
});

test('a zombie: exit status 3, and where to look instead', async () => {
  const shell = start('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 60']);
  const zombie = Number(await printed(shell, '\n'));
  await until(() => stateOf(zombie) === 'Z', 'the zombie');
  const { status, stderr } = await straggler(['dump', `${zombie}`]);
  expect(status).toBe(3);
  expect(stderr).toContain('parent');
});

test('a process that was asked to stop before: it is said so, and not that nothing would hold it up', async () => {
  const pid = await running(DRAINS);
  const before = await straggler(['dump', `${pid}`]);
  expect(before.stdout).toContain('Nothing was seen that would hold up a shutdown.');
  process.kill(pid, 'SIGTERM');
  await until(async () => {
    const report = reportOf(await straggler(['dump', `${pid}`, '--json']));
    return report.limits.some(({ code }) => code === 'asked-before');
  }, 'the event to be set');
  const { status, stdout } = await straggler(['dump', `${pid}`]);
  expect(status).toBe(0);
  expect(stdout).toContain('The process was asked to stop before this look');
  expect(stdout).not.toContain('Nothing was seen that would hold up a shutdown.');
});

/** Computes for a moment, sleeps, takes a lock that a thread holds for a moment: it could end at any time. */
const BUSY_AND_WELL = `
import asyncio, threading, time

lock = threading.Lock()

def hold():
    while True:
        with lock:
            time.sleep(0.03)
        time.sleep(0.001)

async def main():
    threading.Thread(target=hold, daemon=True).start()
    print("READY", flush=True)
    while True:
        sum(n * n for n in range(50_000))
        await asyncio.sleep(0)
        time.sleep(0.02)
        with lock:
            pass
        await asyncio.sleep(0.001)

asyncio.run(main())
`;

const HELD = `
import asyncio, time

async def main():
    print("READY", flush=True)
    time.sleep(3600)

asyncio.run(main())
`;

test('a loop that is in a step for a moment is not held, and one that is held is', async () => {
  const well = await running(BUSY_AND_WELL);
  for (let time = 0; time < 4; time += 1) {
    const report = reportOf(await straggler(['dump', `${well}`, '--json']));
    expect(report.findings.filter(({ certainty }) => certainty !== 'possible')).toEqual([]);
    expect(report).toMatchObject({ phase: 'before-signal' });
    expect(report.limits.map(({ code }) => code)).not.toContain('asked-before');
  }
  const held = reportOf(await straggler(['dump', `${await running(HELD)}`, '--json']));
  expect(held.findings.map(({ cause }) => cause)).toEqual(['loop-blocked']);
  expect(held.captures.length).toBeGreaterThan(1);
});

const HELD_UNSEEN = `
import asyncio, threading, time

async def main():
    threading.Timer(3600, print).start()
    job = asyncio.get_running_loop().run_in_executor(None, time.sleep, 3600)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    await job

asyncio.run(main())
`;

test('a job and a timer that stand in no code of the service would hold up a shutdown all the same', async () => {
  const { findings } = reportOf(await straggler(['dump', `${await running(HELD_UNSEEN)}`, '--json']));
  expect(findings.map(({ cause, certainty }) => `${cause} ${certainty}`).toSorted()).toEqual([
    'executor-job-running possible',
    'thread-not-daemon possible',
  ]);
});

/** A clause that ends its task, after a wait of its own, and one that does not. */
const CATCHES = `
import asyncio

async def debounce():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.1)
            break

async def poll():
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.1)

async def main():
    tasks = [asyncio.ensure_future(debounce()), asyncio.ensure_future(poll())]
    await asyncio.sleep(0)
    print("READY", flush=True)
    await asyncio.gather(*tasks)

asyncio.run(main())
`;

test('a task whose clause ends it is not said to hold up a shutdown, and of the other what it would do', async () => {
  const pid = await running(CATCHES);
  const { findings } = reportOf(await straggler(['dump', `${pid}`, '--json']));
  expect(findings.map(({ culprit }) => culprit.frame?.function)).toEqual(['poll']);
  const { stdout } = await straggler(['dump', `${pid}`]);
  expect(stdout).toMatch(/Task '[^']+' would swallow a cancellation/);
});

test('a stopped process: what can be seen, exit status 3, and how to let it go on', async () => {
  const pid = await running(HANGS);
  process.kill(pid, 'SIGSTOP');
  await until(() => stateOf(pid) === 'T', 'the stop');
  const ran = await straggler(['dump', `${pid}`, '--json']);
  expect(ran.status).toBe(3);
  expect(ran.stderr).toContain(`kill -CONT ${pid}`);
  expect(reportOf(ran).survivors).toHaveLength(2);
  expect(stateOf(pid)).toBe('T');
});

test.each([
  ['python3.7', 'python-too-old', '3.7'],
  ['pypy3', 'pypy', 'PyPy'],
])('a process whose program is %s: a limit, and exit status 3', async (name, code, says) => {
  const program = join(folder, name);
  copyFileSync('/bin/sleep', program);
  chmodSync(program, 0o755);
  const child = start(program, ['60']);
  const ran = await straggler(['dump', `${child.pid}`, '--json']);
  expect(ran.status).toBe(3);
  expect(ran.stderr).toContain(says);
  expect(reportOf(ran).limits.map((limit) => limit.code)).toContain(code);
});

test('a Python without asyncio: its threads are shown, and it is said why there are no tasks', async () => {
  const pid = await running(SLEEPS);
  const ran = await straggler(['dump', `${pid}`, '--json']);
  expect(ran.status).toBe(0);
  const report = reportOf(ran);
  expect(report.limits.map(({ code }) => code)).toContain('no-asyncio');
  expect(report.threads).toHaveLength(1);
});

(isRoot ? test : test.skip)('no permission: exit status 3, and whom to become or what to add', async () => {
  const pid = await running(HANGS);
  const before = [
    'setpriv',
    '--reuid=65534',
    '--regid=65534',
    '--clear-groups',
    '--inh-caps=-all',
    '--bounding-set=-all',
  ];
  const { status, stderr } = await straggler(['dump', `${pid}`], { before });
  // Where the checkout itself is closed to that user there is nothing to test.
  if (stderr.includes('EACCES')) return;
  expect(status).toBe(3);
  expect(stderr).toContain('uid 65534');
  expect(stderr).toContain('SYS_PTRACE');
});

/** A py-spy that does this instead. */
function fakePySpy(script: string): string {
  const path = join(folder, 'py-spy');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

test.each([
  ['is not there', null],
  ['fails', 'echo "Error: no" >&2; exit 1'],
  ['prints rubbish', 'echo "[{]"'],
  ['prints for ever', 'yes'],
  ['hangs', 'exec sleep 300'],
  ['hangs and ignores SIGTERM', 'trap "" TERM; while :; do sleep 1; done'],
])('a py-spy that %s costs neither the report nor much time, and nothing of it stays', async (_, script) => {
  const pid = await running(HANGS);
  const pySpy = script === null ? join(folder, 'none') : fakePySpy(script);
  const ran = await straggler(['dump', `${pid}`, '--json', '--py-spy', pySpy]);
  expect(ran.status).toBe(0);
  expect(reportOf(ran).survivors).toHaveLength(2);
  await until(() => !stillRuns(pySpy), 'the end of py-spy');
});

function stillRuns(program: string): boolean {
  return readdirSync('/proc').some((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(program);
    } catch {
      return false;
    }
  });
}

test('a process that goes away half-way: exit status 3, and it is said so', async () => {
  const pid = await running(HANGS);
  const pySpy = fakePySpy(`kill -9 ${pid}; exit 1`);
  const { status, stdout, stderr } = await straggler(['dump', `${pid}`, '--py-spy', pySpy]);
  if (status === 0) expect(stdout).toContain('poll');
  else expect(stderr).toMatch(/ended|gone|no process/);
});

test('a recording shows what the process showed, when the process is no more', async () => {
  const pid = await running(HANGS);
  const path = join(folder, 'hang.straggler');
  const live = reportOf(await straggler(['dump', `${pid}`, '--json', '--record', path]));
  endAll();
  await until(() => !existsSync(`/proc/${pid}/mem`) || stateOf(pid) === 'Z', 'the end');
  const ran = await straggler(['dump', '--replay', path, '--json']);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  const replayed = reportOf(ran);
  for (const part of ['target', 'survivors', 'threads', 'findings', 'limits', 'tasks'] as const)
    expect(replayed[part]).toEqual(live[part]);
});

test('a recording that is none: exit status 3', async () => {
  const path = join(folder, 'none');
  writeFileSync(path, 'rubbish');
  const { status, stderr } = await straggler(['dump', '--replay', path]);
  expect(status).toBe(3);
  expect(stderr).toContain('recording cannot be read');
});

test('the log goes to standard error, as JSON where that is no terminal', async () => {
  const shell = start('sh', ['-c', `${PYTHON} -c '${SLEEPS}'; true`]);
  await printed(shell, 'READY');
  const { stderr } = await straggler(['dump', `${shell.pid}`]);
  expect(JSON.parse(stderr)).toMatchObject({ level: 'info', msg: expect.stringContaining('is not Python') });
  const quiet = await straggler(['dump', `${shell.pid}`], { env: { STRAGGLER_LOG_LEVEL: 'error' } });
  expect(quiet.stderr).toBe('');
});
