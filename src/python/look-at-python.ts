/** One pass over a process's Python: threads, tasks, and what they wait for. */
import type { ProcessFacts } from '../target/facts.ts';
import { readSignalHandlers } from './asyncio/handlers/read-signal-handlers.ts';
import { readLoops } from './asyncio/loops/read-loops.ts';
import type { TasksAgain } from './asyncio/raw-task.ts';
import { readCancelledSets } from './asyncio/tasks/cancelled-sets.ts';
import { failedTasks } from './asyncio/tasks/failed-tasks.ts';
import type { TaskReading } from './asyncio/tasks/read-tasks.ts';
import { readTasks } from './asyncio/tasks/read-tasks.ts';
import { createWaitNamer } from './asyncio/waits/wait-namer.ts';
import { readFrameCatches } from './frame-catches.ts';
import { LIMITS, tasksCut, tasksLeftOut } from './limits.ts';
import type {
  CaptureLimit,
  FailedTask,
  FrameCatches,
  LoopState,
  NumbersInSight,
  SignalHandler,
  TaskState,
  TasksInSight,
  ThreadState,
  WorkLeft,
} from './model/capture.ts';
import type { Primitive } from './model/wait.ts';
import { readNumbersInSight } from './numbers-in-sight.ts';
import type { Pass } from './pass.ts';
import { readTasksInSight } from './tasks-in-sight.ts';
import { threadStates } from './threads/thread-states.ts';
import { createThreadWaits } from './threads/waits/thread-waits.ts';
import type { WalkedThread } from './threads/walk-threads.ts';
import { walkThreads } from './threads/walk-threads.ts';
import { readWorkLeft } from './work-left.ts';

/** What memory tells of a process. */
export interface PythonView {
  tasks: TaskState[];
  doneTasks: number;
  failedTasks: FailedTask[];
  primitives: Primitive[];
  workLeft: WorkLeft[];
  tasksInSight: TasksInSight[];
  numbersInSight: NumbersInSight | null;
  catches: FrameCatches[];
  loops: LoopState[];
  threads: ThreadState[];
  signalHandlers: SignalHandler[];
  asyncioImported: boolean;
  retries: number;
  limits: CaptureLimit[];
}

/** Where memory cannot be read: the kernel's facts of the threads alone. */
export function nothingSeen(process: ProcessFacts): PythonView {
  return {
    tasks: [],
    doneTasks: 0,
    failedTasks: [],
    primitives: [],
    workLeft: [],
    tasksInSight: [],
    numbersInSight: null,
    catches: [],
    loops: [],
    threads: threadStates(process, [], null),
    signalHandlers: [],
    asyncioImported: false,
    retries: 0,
    limits: [],
  };
}

/** `looks`: once, where no other look will follow to compare with. */
export function lookAtPython(pass: Pass, refresh: () => void, looks?: 'once'): PythonView {
  const walked = walkThreads(pass);
  const stacks = walked.map(({ frames }) => frames);
  const cancelled = readCancelledSets(pass, stacks);
  const naming = createWaitNamer(pass, walked);
  const reading = readTasks(pass, { cancelled, threads: walked, naming, refresh });
  const primitives = naming.finish(reading.walkAgain);
  const loops = readLoops(pass, reading.loops, walked);
  const threads = threadStates(pass.process, walked, pass);
  addLoops(threads, loops);
  addRunningTasks(threads, walked, reading);
  addWaits(pass, threads, walked, { loops: reading.loops, tasks: reading.walkAgain });
  return {
    tasks: reading.tasks,
    doneTasks: reading.done,
    failedTasks: failedTasks(pass, reading.doneAddresses, reading.loops),
    primitives,
    workLeft: looks === 'once' ? [] : readWorkLeft(pass, walked, reading.walkAgain),
    tasksInSight: looks === 'once' ? [] : readTasksInSight(pass, reading.walkAgain),
    numbersInSight: looks === 'once' ? null : readNumbersInSight(pass, walked, reading.walkAgain),
    catches: readFrameCatches(pass, reading.walkAgain),
    loops,
    threads,
    signalHandlers: readSignalHandlers(pass) ?? [],
    asyncioImported: reading.asyncioImported,
    retries: reading.retries,
    limits: limitsOf(pass, reading),
  };
}

function addLoops(threads: readonly ThreadState[], loops: readonly LoopState[]): void {
  for (const { id, threadId, runningTaskId } of loops) {
    const thread = threadId === null ? undefined : threads.find((each) => each.id === threadId);
    if (thread === undefined) continue;
    thread.loopId = id;
    thread.runningTaskId = runningTaskId;
  }
}

/** From the tasks' own frames: surer than what a loop says of itself. */
function addRunningTasks(
  threads: readonly ThreadState[],
  walked: readonly WalkedThread[],
  { runningIds }: TaskReading,
): void {
  for (const { state, pthreadId } of walked) {
    const taskId = runningIds.get(state);
    const thread = threads.find((each) => each.pthreadId === pthreadId);
    if (thread !== undefined && taskId !== undefined) thread.runningTaskId = taskId;
  }
}

function addWaits(
  pass: Pass,
  threads: readonly ThreadState[],
  walked: readonly WalkedThread[],
  known: { loops: Iterable<number>; tasks: TasksAgain },
): void {
  const waits = createThreadWaits(pass, walked, known);
  const byPthread = new Map(walked.map((thread) => [thread.pthreadId, thread]));
  for (const thread of threads) {
    const found = thread.pthreadId === 0 ? undefined : byPthread.get(thread.pthreadId);
    if (found === undefined || pass.outOfTime()) continue;
    thread.waitsFor = waits.waitOf(found);
    thread.pool = waits.poolOf(found);
  }
}

function limitsOf(pass: Pass, reading: TaskReading): CaptureLimit[] {
  const limits: CaptureLimit[] = [];
  if (pass.finalizing) limits.push(LIMITS.finalizing);
  else if (!reading.asyncioImported) limits.push(LIMITS.noAsyncio);
  const hasLists = pass.layout.future.node !== null;
  if (hasLists && reading.asyncioImported && pass.layout.thread.asyncio === null)
    limits.push(LIMITS.noAsyncioTable);
  if (!reading.complete) limits.push(LIMITS.unsettledTasks);
  if (reading.cut > 0) limits.push(tasksCut(reading.tasks.length, reading.cut));
  if (reading.leftOut > 0) limits.push(tasksLeftOut(reading.tasks.length, reading.leftOut));
  return limits;
}
