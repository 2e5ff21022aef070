/** A test program that runs, and one look into its memory. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TaskReading } from '../../src/python/asyncio/tasks/read-tasks.ts';
import { readTasks } from '../../src/python/asyncio/tasks/read-tasks.ts';
import { createWaitNamer } from '../../src/python/asyncio/waits/wait-namer.ts';
import type { Primitive } from '../../src/python/model/wait.ts';
import type { Pass } from '../../src/python/pass.ts';
import { PythonTarget } from '../../src/python/python-target.ts';
import type { WalkedThread } from '../../src/python/threads/walk-threads.ts';
import { walkThreads } from '../../src/python/threads/walk-threads.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { readProcess } from '../../src/target/process.ts';
import { printed, start } from './processes.ts';
import { PROGRAMS_FOLDER } from './program-headers.ts';
import type { TestPython } from './pythons.ts';

const READY_TIMEOUT_MS = 60_000;
const PASS_MS = 20_000;
const SETTLE_MS = 100;

/** Starts a program of `test/programs` and resolves with its pid once it has said READY. */
export async function ready(python: TestPython, program: string, args: string[] = []): Promise<number> {
  const loop = python.name.endsWith('uvloop') ? ['uvloop'] : [];
  const child = start(python.path, [join(PROGRAMS_FOLDER, program), ...args, ...loop]);
  await printed(child, 'READY', READY_TIMEOUT_MS);
  // READY can come a moment before the program is where it says.
  await sleep(SETTLE_MS);
  return child.pid;
}

export interface Look {
  pass: Pass;
  threads: WalkedThread[];
  reading: TaskReading;
  primitives: Primitive[];
}

/** One pass over the process: its threads, its tasks with their waits, and what they wait on. */
export function lookAt(pid: number): Look {
  const system = new LiveSystem();
  const target = new PythonTarget(system, pid);
  const search = target.find();
  if (search.outcome !== 'found') throw new Error(`no Python that can be read: ${JSON.stringify(search)}`);
  const pass = target.pass(search.python, readProcess(system, pid), system.nowMs() + PASS_MS);
  if (pass === null) throw new Error('no interpreter');
  const threads = walkThreads(pass);
  const namer = createWaitNamer(pass, threads);
  const refresh = () => target.refresh();
  const reading = readTasks(pass, { cancelled: new Map(), threads, naming: namer, refresh });
  const primitives = namer.finish(reading.walkAgain);
  return { pass, threads, reading, primitives };
}
