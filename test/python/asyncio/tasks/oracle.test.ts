/** The outside view of random task graphs must be what the program itself says of them. */

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import type { Capture, TaskState } from '../../../../src/python/model/capture.ts';
import { createObserver } from '../../../../src/python/process-observer.ts';
import { LiveSystem } from '../../../../src/target/live-system.ts';
import type { OwnTask } from '../../../support/oracle.ts';
import { Oracle } from '../../../support/oracle.ts';
import { endAll } from '../../../support/processes.ts';
import type { TestPython } from '../../../support/pythons.ts';
import { MINORS, pythonApart, pythonNamed, UVLOOP_MINORS } from '../../../support/pythons.ts';

const GRAPHS = 250;
const GRAPHS_OF_OTHER_FORMS = 25;
const CAPTURE_BUDGET_MS = 30_000;
const TIMEOUT_MS = 180_000;

afterEach(endAll);

/** What both sides can tell of a task, the outside view's fields in the words of the program's. */
function outside(task: TaskState): OwnTask {
  const [, waiter] = task.stepMark.split('@');
  const isRunning = task.activity === 'running';
  return {
    id: task.id,
    name: task.name,
    type: task.type.replace('_asyncio.', ''),
    stack: task.stack.map((place) => [place.function, place.line, place.instruction]),
    running: isRunning,
    cancelRequests: task.cancelRequests,
    mustCancel: task.mustCancel,
    waiter: task.waiterState === null ? null : (waiter ?? ''),
    waiterState: task.waiterState,
  };
}

/** A running task's frames go on with what prints the program's own view: only its start can be compared. */
function comparable(task: OwnTask): OwnTask {
  if (!task.running) return task;
  return { ...task, stack: task.stack.slice(0, 1).map(([name]) => [name, 0, 0]) };
}

const byId = (tasks: OwnTask[]) => [...tasks].sort((a, b) => a.id.localeCompare(b.id)).map(comparable);

async function compareGraphs(python: string, graphs: number, form = {}): Promise<void> {
  const oracle = await Oracle.start(python, form);
  const system = new LiveSystem();
  const observer = createObserver({ system, pid: oracle.pid, pySpy: null, readSource: false });
  let seen = 0;
  for (let seed = 1; seed <= graphs; seed += 1) {
    const own = await oracle.graph(seed);
    const capture = await settled(() => observer.capture(CAPTURE_BUDGET_MS));
    const tasks = capture.tasks.map(outside);
    try {
      expect(byId(tasks)).toEqual(byId(own.tasks));
    } catch (error) {
      throw new Error(`graph of seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    expect(capture.badReads).toBe(0);
    seen += own.tasks.length;
  }
  system.close();
  expect(seen).toBeGreaterThan(graphs * 10);
}

/** The program has answered, but is perhaps not yet asleep on its stdin. */
async function settled(look: () => Promise<Capture>): Promise<Capture> {
  for (let tries = 0; ; tries += 1) {
    const capture = await look();
    const main = capture.threads.find(({ isMain }) => isMain);
    const isAsleep = main?.state === 'S' && (main.syscallName === 'read' || main.syscallName === null);
    if (isAsleep || tries > 100) return capture;
    await sleep(5);
  }
}

interface Form {
  title: string;
  python: TestPython | null;
  uvloop?: boolean;
  asText?: boolean;
}

const others: Form[] = [
  ...UVLOOP_MINORS.map((minor) => ({
    title: `Python ${minor} under uvloop`,
    python: pythonNamed(`${minor}+uvloop`),
    uvloop: true,
  })),
  ...MINORS.map((minor) => ({
    title: `Python ${minor} in a container`,
    python: pythonApart('container', minor),
  })),
  ...['3.14', '3.15'].map((minor) => ({
    title: `Python ${minor} under chroot`,
    python: pythonApart('chroot', minor),
    asText: true,
  })),
];

for (const minor of MINORS) {
  compareIn({ title: `Python ${minor}`, python: pythonNamed(minor) }, GRAPHS);
}
for (const form of others) compareIn(form, GRAPHS_OF_OTHER_FORMS);

function compareIn({ title, python, ...form }: Form, graphs: number): void {
  const sentence = `the tasks of ${graphs} random graphs are seen as ${title} sees them`;
  if (python === null) test.skip(`${sentence} (not on this machine)`, () => undefined);
  else test(sentence, () => compareGraphs(python.path, graphs, form), TIMEOUT_MS);
}
