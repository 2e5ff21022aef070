import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { ReadyWhen } from '../../src/settings/drill.ts';
import { newDrillMark } from '../../src/shutdown/drill-mark.ts';
import { Drilled } from '../../src/shutdown/drilled.ts';
import { QuietRule } from '../../src/shutdown/quiet.ts';
import { waitUntilReady } from '../../src/shutdown/ready.ts';
import { startCommand } from '../../src/shutdown/spawn.ts';
import type { ThreadFacts } from '../../src/target/facts.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { masksOf, processOf } from '../support/captures.ts';
import { stateOf, until } from '../support/processes.ts';
import { installedPythons } from '../support/pythons.ts';

const system = new LiveSystem();
const python = installedPythons().at(-1)?.path ?? 'python3';
const drills: Drilled[] = [];
afterEach(async () => {
  for (const drilled of drills.splice(0)) {
    drilled.look();
    await drilled.remains.end();
  }
});

async function drill(command: [string, ...string[]], when: ReadyWhen, timeoutMs = 10_000) {
  const mark = newDrillMark();
  const environment = { ...process.env, ...mark.variables };
  const started = await startCommand(command, { environment, pass: () => undefined });
  const drilled = new Drilled(system, started.pid, mark);
  drills.push(drilled);
  const interrupted = new AbortController().signal;
  const found = await waitUntilReady({ system, started, drilled, when, timeoutMs, interrupted });
  return { started, drilled, found };
}

const code = (text: string) => expect.objectContaining({ code: text });
const sleeper = 'import time\nprint("so much", flush=True); print("READY now", flush=True)\ntime.sleep(60)';

test('a line of its output makes a program ready, wherever it prints it', async () => {
  const { started, found } = await drill([python, '-c', sleeper], { kind: 'pattern', pattern: /^READY/mu });
  expect(found.pid).toBe(started.pid);
  const toStderr = sleeper.replace('"READY now"', '"READY now", file=__import__("sys").stderr');
  await drill([python, '-c', toStderr], { kind: 'pattern', pattern: /READY/u });
});

test('a port that accepts connections makes a program ready', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await drill([python, '-c', sleeper], { kind: 'port', port });
  server.close();
});

test('time alone can make a program ready', async () => {
  const began = performance.now();
  await drill([python, '-c', sleeper], { kind: 'after', seconds: 0.5 });
  expect(performance.now() - began).toBeGreaterThan(500);
});

test('a quiet event loop is ready without a word', async () => {
  const loop = 'import asyncio\nasyncio.run(asyncio.Event().wait())';
  const { started, found } = await drill([python, '-c', loop], { kind: 'quiet' });
  expect(found.pid).toBe(started.pid);
});

test('a Python that never rests counts as ready after a while', async () => {
  await drill([python, '-c', 'while True: pass'], { kind: 'quiet' });
});

test('below a shell the Python is the one to watch', async () => {
  const { started, found } = await drill(['sh', '-c', `${python} -c 'import time; time.sleep(60)'; true`], {
    kind: 'after',
    seconds: 0,
  });
  expect(found.pid).not.toBe(started.pid);
  expect(found.parentPid).toBe(started.pid);
});

test('of a supervisor and its workers the supervisor is the one to watch', async () => {
  const forking = `
import os, time
for _ in range(2):
    if os.fork() == 0: time.sleep(60)
print("READY", flush=True)
time.sleep(60)`;
  const { started, found } = await drill([python, '-c', forking], { kind: 'pattern', pattern: /READY/u });
  expect(found.pid).toBe(started.pid);
});

test.each([
  ['keeps its output', ''],
  ['closes its output', 'for fd in range(3): os.close(fd)'],
])('a daemon that %s is found in the background, and ended with the rest', async (_, closing) => {
  const daemon = `
import os, time
time.sleep(0.3)
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
${closing}
time.sleep(60)`;
  const { started, drilled, found } = await drill([python, '-c', daemon], { kind: 'after', seconds: 1 });
  expect(found.pid).not.toBe(started.pid);
  expect(stateOf(found.pid)).toBe('S');
  await drilled.remains.end();
  expect([null, 'Z']).toContain(stateOf(found.pid));
});

test('a process of somebody else with the same command line, begun later, is left alone', async () => {
  const program = 'import time\nprint("READY", flush=True)\ntime.sleep(60)';
  const { started, drilled } = await drill([python, '-c', program], { kind: 'pattern', pattern: /READY/u });
  const stranger = await startCommand([python, '-c', program], { pass: () => undefined });
  stranger.output.expect(/READY/u);
  await until(() => stranger.output.matched, 'the stranger');
  try {
    process.kill(started.pid, 'SIGKILL');
    await until(() => !drilled.look().rootAlive, 'the end of what was drilled');
    await drilled.remains.end();
    expect(stateOf(stranger.pid)).toBe('S');
  } finally {
    stranger.child.kill('SIGKILL');
  }
});

test('a command that does not exist is said not to', async () => {
  await expect(startCommand(['/no/such/program'])).rejects.toEqual(code('not-started'));
  await expect(startCommand(['/etc/passwd'])).rejects.toEqual(code('not-started'));
});

test.each([
  ['python', [python, '-c', 'raise SystemExit(3)'], 'exit status 3'],
  ['a shell', ['sh', '-c', 'exit 4'], 'exit status 4'],
  ['a killed program', ['sh', '-c', 'kill -9 $$'], 'SIGKILL'],
] as [string, [string, ...string[]], string][])(
  '%s that ends by itself is said to have, and how',
  async (_, command, how) => {
    const ended = drill(command, { kind: 'pattern', pattern: /never/u });
    await expect(ended).rejects.toEqual(code('ended-early'));
    await expect(ended).rejects.toThrow(how);
  },
);

const never: [string, ReadyWhen, string][] = [
  ['a pattern', { kind: 'pattern', pattern: /never/u }, '/never/'],
  ['a port', { kind: 'port', port: 1 }, 'port 1'],
];
test.each(never)('a program that never gets ready by %s is given up in time', async (_, when, says) => {
  const given = drill([python, '-c', sleeper], when, 500);
  await expect(given).rejects.toEqual(code('not-ready'));
  await expect(given).rejects.toThrow(says);
});

test('a command without any Python is refused', async () => {
  await expect(drill(['sleep', '60'], { kind: 'quiet' }, 500)).rejects.toThrow('no Python runs in it');
  await expect(drill(['sleep', '60'], { kind: 'after', seconds: 0 })).rejects.toEqual(code('not-python'));
});

const thread = (syscall: string | null): ThreadFacts => ({
  tid: 17,
  name: 'python',
  state: 'S',
  waitChannel: null,
  syscall: syscall === null ? null : { number: 0, name: syscall, arguments: [], programCounter: 0 },
  cpuMs: 0,
  signals: masksOf(),
});
const none = masksOf({ caught: 0n });

test.each([
  ['a handler', masksOf(), 'clock_nanosleep', true],
  ['a selector', none, 'epoll_wait', true],
  ['neither', none, 'clock_nanosleep', false],
])('a quiet process with %s is judged right', (_, signals, syscall, expected) => {
  const rule = new QuietRule();
  const facts = processOf({ signals, threads: [thread(syscall)] });
  expect(rule.isReady(facts, 0)).toBe(false);
  expect(rule.isReady(facts, 150)).toBe(false);
  expect(rule.isReady(facts, 250)).toBe(expected);
  expect(rule.isReady({ ...facts, cpuMs: 10 }, 260)).toBe(false);
  expect(rule.isReady({ ...facts, cpuMs: 10 }, 2100)).toBe(true);
});

test('the output of a program is passed on up to a bound, and read to its end beyond', async () => {
  let passed = '';
  const program = `import sys\nfor _ in range(300): sys.stdout.write("x" * 9999 + "\\n")\nprint("READY")`;
  const pass = (bytes: Buffer) => {
    passed += bytes.toString();
  };
  const started = await startCommand([python, '-c', program], { pass });
  started.output.expect(/READY/u);
  await until(() => started.child.exitCode !== null && started.output.matched, 'READY after 3 MB');
  expect(passed.length).toBeLessThan(1_200_000);
  expect(passed).toContain('more than 1 MiB');
});
