/** The outside view of random task graphs must be what the program itself says of them. */
import { afterEach, expect, test } from '@jest/globals';
import type { TaskReading } from '../../../../src/python/asyncio/tasks/read-tasks.ts';
import { readTasks } from '../../../../src/python/asyncio/tasks/read-tasks.ts';
import type { TaskState } from '../../../../src/python/model/capture.ts';
import { PythonTarget } from '../../../../src/python/python-target.ts';
import { walkThreads } from '../../../../src/python/threads/walk-threads.ts';
import type { ProcessFacts } from '../../../../src/target/facts.ts';
import { LiveSystem } from '../../../../src/target/live-system.ts';
import { readProcess } from '../../../../src/target/process.ts';
import type { OwnTask } from '../../../support/oracle.ts';
import { Oracle } from '../../../support/oracle.ts';
import { endAll, until } from '../../../support/processes.ts';
import type { TestPython } from '../../../support/pythons.ts';
import { MINORS, PYTHONS, pythonApart, pythonNamed, UVLOOP_MINORS } from '../../../support/pythons.ts';

const GRAPHS = 250;
const GRAPHS_OF_OTHER_FORMS = 25;
const BUDGET_MS = 30_000;
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
  const looker = new Looker(oracle.pid);
  let seen = 0;
  for (let seed = 1; seed <= graphs; seed += 1) {
    const own = await oracle.graph(seed);
    const reading = looker.look(await standingStill(oracle.pid));
    try {
      expect(byId(reading.tasks.map(outside))).toEqual(byId(own.tasks));
    } catch (error) {
      throw new Error(`graph of seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    expect(reading).toMatchObject({ retries: 0, complete: true, cut: 0 });
    seen += own.tasks.length;
  }
  expect(looker.badReads).toBe(0);
  expect(seen).toBeGreaterThan(graphs * 10);
}

/** Reads the tasks of one process again and again, and leaves their waits without a name. */
class Looker {
  private readonly system = new LiveSystem();
  private readonly target: PythonTarget;

  constructor(pid: number) {
    this.target = new PythonTarget(this.system, pid);
  }

  look(facts: ProcessFacts): TaskReading {
    const search = this.target.find();
    if (search.outcome !== 'found') throw new Error(`no Python: ${search.outcome}`);
    const pass = this.target.pass(search.python, facts, this.system.nowMs() + BUDGET_MS);
    if (pass === null) throw new Error('no interpreter');
    const threads = walkThreads(pass);
    const refresh = () => this.target.refresh();
    return readTasks(pass, { cancelled: new Map(), threads, naming: null, refresh });
  }

  get badReads(): number {
    return this.target.badReads;
  }
}

/** The program has answered, and sleeps on its stdin. */
function standingStill(pid: number): Promise<ProcessFacts> {
  const system = new LiveSystem();
  return until(() => {
    const facts = readProcess(system, pid);
    const [main] = facts.threads;
    const isAsleep = main?.state === 'S' && (main.syscall === null || main.syscall.name === 'read');
    return isAsleep ? facts : null;
  }, 'a program that stands still');
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

for (const name of PYTHONS) {
  compareIn({ title: `Python ${name}`, python: pythonNamed(name) }, GRAPHS);
}
for (const form of others) compareIn(form, GRAPHS_OF_OTHER_FORMS);

function compareIn({ title, python, ...form }: Form, graphs: number): void {
  const sentence = `the tasks of ${graphs} random graphs are seen as ${title} sees them`;
  if (python === null) test.skip(`${sentence} (not on this machine)`, () => undefined);
  else test(sentence, () => compareGraphs(python.path, graphs, form), TIMEOUT_MS);
}
