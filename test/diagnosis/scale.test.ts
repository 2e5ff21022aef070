/** A verdict on ten times the tasks takes some ten times as long: a service with thousands of them is no rare one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { CaptureAt, Evidence } from '../../src/diagnosis/context.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { endAll, printed, start } from '../support/processes.ts';
import { anyPython } from '../support/pythons.ts';

const FEW = 300;
const MANY = 8 * FEW;
/** Of a time that grows with the square of their number it would be 64 times. */
const MOST_TIMES = 24;
const TRIES = 3;
const LOOK_MS = 20_000;
const READY_MS = 60_000;
const BETWEEN_LOOKS_MS = 300;

const SERVICE = `import asyncio, signal, sys

shared = {}

async def main():
    loop, me = asyncio.get_running_loop(), asyncio.current_task()
    shared.update(stop=asyncio.Event(), never=asyncio.Event(), lock=asyncio.Lock())
    await shared["lock"].acquire()
    tasks = [asyncio.ensure_future(work()) for _ in range(int(sys.argv[1]))]
    loop.add_signal_handler(signal.SIGTERM, me.cancel if CANCELS else shared["stop"].set)
    await asyncio.sleep(0.1)
    print("READY", flush=True)
    if not CANCELS:
        await shared["stop"].wait()
    await asyncio.gather(*tasks)
`;

const KINDS = {
  'swallow their cancellation': {
    cause: 'cancel-swallowed',
    work: `CANCELS = True
async def work():
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            pass
`,
  },
  'were never told': {
    cause: 'cancel-never-requested',
    work: `CANCELS = False
async def work():
    await shared["never"].wait()
`,
  },
  'wait in their cleanup for a lock': {
    cause: 'cleanup-stuck',
    work: `CANCELS = True
async def work():
    try:
        await asyncio.sleep(3600)
    finally:
        async with shared["lock"]:
            pass
`,
  },
  'wait for each other in one ring': {
    cause: 'cleanup-deadlock',
    work: `CANCELS = True
locks = []

async def work():
    own = asyncio.Lock()
    locks.append(own)
    async with own:
        try:
            await asyncio.sleep(3600)
        finally:
            async with locks[locks.index(own) - 1]:
                pass
`,
  },
  'stand behind a shield': {
    cause: 'cancel-shielded',
    work: `CANCELS = True
async def inner():
    await shared["never"].wait()

async def work():
    one = asyncio.ensure_future(inner())
    try:
        await asyncio.shield(one)
    except asyncio.CancelledError:
        await one
`,
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-scale-'));
});
afterEach(endAll);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each(Object.entries(KINDS))(
  'tasks that %s: eight times as many take some eight times as long',
  async (name, { cause, work }) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.py`);
    writeFileSync(path, `${SERVICE}\n${work}\nasyncio.run(main())\n`);
    const few = fastest(await watched(path, FEW), cause);
    const many = fastest(await watched(path, MANY), cause);
    expect(many / few).toBeLessThan(MOST_TIMES);
  },
);

async function watched(path: string, count: number): Promise<Evidence> {
  const child = start(anyPython().path, [path, `${count}`]);
  const { pid } = child;
  await printed(child, 'READY', READY_MS);
  await sleep(BETWEEN_LOOKS_MS);
  const system = new LiveSystem();
  const observer = createObserver({ system, pid, pySpy: null, readSource: true });
  const captures: CaptureAt[] = [{ seconds: -0.1, capture: await observer.capture(LOOK_MS) }];
  const sentMs = system.nowMs();
  process.kill(pid, 'SIGTERM');
  for (let look = 0; look < 3; look += 1) {
    await sleep(BETWEEN_LOOKS_MS);
    captures.push({ seconds: (system.nowMs() - sentMs) / 1000, capture: await observer.capture(LOOK_MS) });
  }
  observer.close();
  system.close();
  const signal = { number: 15, name: 'SIGTERM', sentBy: 'straggler', sentToPid: pid } as const;
  return { captures, signal, graceSeconds: 4, ended: false };
}

function fastest(evidence: Evidence, cause: string): number {
  const times = Array.from({ length: TRIES }, () => {
    // What was asked of one situation is kept: each time is that of a first one.
    const fresh = structuredClone(evidence);
    const startMs = performance.now();
    const { findings } = diagnose(fresh);
    const tookMs = performance.now() - startMs;
    expect(findings[0]?.cause).toBe(cause);
    return tookMs;
  });
  return Math.min(...times);
}
