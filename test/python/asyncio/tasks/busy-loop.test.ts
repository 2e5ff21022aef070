/** A loop that never rests, read while it runs: what is not marked as moving must fit together. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import type { TaskState } from '../../../../src/python/model/capture.ts';
import { createObserver } from '../../../../src/python/process-observer.ts';
import { LiveSystem } from '../../../../src/target/live-system.ts';
import { endAll, printed, start } from '../../../support/processes.ts';
import { PYTHONS, pythonNamed } from '../../../support/pythons.ts';

const CAPTURES = 12;
const TASKS = 60;
const BUDGET_MS = 20_000;
/** Lines of `spin`, and what they await. */
const AWAITED_AT = new Map([
  [12, 'left'],
  [13, 'right'],
]);

const PROGRAM = `
import asyncio
async def left():
    await asyncio.sleep(0)
async def inner():
    await asyncio.sleep(0)
    await asyncio.sleep(0)
async def right():
    await inner()
async def spin():
    while True:
        await left()
        await right()
async def main():
    tasks = [asyncio.ensure_future(spin()) for _ in range(${TASKS})]
    print("READY", flush=True)
    await asyncio.gather(*tasks)
asyncio.run(main())
`;

let folder: string;
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

for (const name of PYTHONS) {
  const python = pythonNamed(name);
  const title = `chains of a loop that never rests fit together: Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else test(title, () => readBusyLoop(python.path));
}

async function readBusyLoop(python: string): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'straggler-busy-'));
  const program = join(folder, 'busy.py');
  writeFileSync(program, PROGRAM);
  const child = start(python, [program]);
  await printed(child, 'READY', 30_000);
  const observer = createObserver({
    system: new LiveSystem(),
    pid: child.pid,
    pySpy: null,
    readSource: false,
  });
  const torn: TaskState[] = [];
  for (let count = 0; count < CAPTURES; count += 1) {
    const { tasks } = await observer.capture(BUDGET_MS);
    const spinning = tasks.filter(({ coroutine }) => coroutine === 'spin');
    expect(spinning.length).toBe(TASKS);
    torn.push(...spinning.filter((task) => !(task.moving || fits(task))));
  }
  // A chain that is back at the very same instructions when it is looked at again cannot be told from one that stayed.
  expect(torn.length).toBeLessThan(CAPTURES * TASKS * 0.02);
}

/** Not started; or at a line of `spin`, with the frame that this line awaits next to it. */
function fits({ activity, stack }: TaskState): boolean {
  const [outermost, next] = stack;
  if (activity === 'not-started' || (activity === 'running' && next === undefined)) return true;
  return outermost !== undefined && AWAITED_AT.get(outermost.line) === next?.function;
}
