import type { TaskState, ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, processCulprit, sourceFrame } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { childWaitOnMainLoop, pipeReaderBehind } from '../waits/child-waits.ts';
import { threadsOfExit } from '../waits/exit-threads.ts';
import { threadJobOf } from '../waits/jobs.ts';
import { placeLabel, taskLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';

const TITLE = 'a pipe of an ended child is held open by another process';
/** A gather in a gather. */
const DEPTH = 3;

interface Held {
  childPid: number | null;
  holder: ProcessFacts;
  /** Where the service waits. */
  place: CodePlace | null;
  who: string;
}

/** A child's children inherit its output; `communicate()`, and up to 3.13 `wait()`, wait for the end of the pipe. */
export const childPipeHeldOpen: Cause = {
  code: 'child-pipe-held-open',
  title: TITLE,
  stage: 'tasks',
  evidence:
    'a task of the shutdown reads the output of a child that has ended; another process has the pipe open',
  find(situation) {
    return blamedTasks(situation).flatMap((one) => {
      const held = heldOf(situation, one);
      if (held !== null) return [finding(situation, held)];
      const thread = threadJobOf(situation, one);
      return thread === null ? [] : ofThreads(situation, [thread]);
    });
  },
};

/** The same outside of any loop: `subprocess.run` and `Popen.communicate`. */
export const childPipeHeldOpenMain: Cause = {
  code: 'child-pipe-held-open',
  title: TITLE,
  stage: 'leaving',
  evidence: 'the main thread reads the output of a child that has ended; another process has the pipe open',
  find(situation) {
    const main = situation.mainThread;
    if (main === null || situation.evidence.signal === null) return [];
    const runsLoop = situation.last.loops.some(
      (loop) => loop.threadId === main.id && loop.state !== 'closed',
    );
    if (runsLoop && childWaitOnMainLoop(situation) === null) return [];
    return ofThreads(situation, [main]);
  },
};

/** The same in a thread that the exit joins. */
export const childPipeHeldOpenExit: Cause = {
  ...childPipeHeldOpenMain,
  evidence:
    "Python's exit, or asyncio.run, joins a thread that reads the output of a child that has ended; another process has the pipe open",
  find: (situation) => ofThreads(situation, threadsOfExit(situation)),
};

function ofThreads(situation: Situation, threads: readonly ThreadState[]): Finding[] {
  const readers = new Set(threads.flatMap((one) => pipeReaderBehind(situation, one) ?? []));
  return [...readers].flatMap((reader) => {
    const { waitsFor, stack } = reader;
    const holder = waitsFor.kind === 'child' ? waitsFor.heldBy?.[0] : undefined;
    if (waitsFor.kind !== 'child' || holder === undefined) return [];
    const who = upperFirst(threadLabel(reader));
    return [finding(situation, { childPid: waitsFor.childPid, holder, place: innermostOwn(stack), who })];
  });
}

/** What it waits for itself, or those without code of the user's own that it waits for: `communicate()` gathers its readers. */
function heldOf(situation: Situation, { task, victims }: Blamed): Held | null {
  for (const reader of [task, ...below(situation, task)]) {
    const on = reader.wait?.on;
    const holder = on?.kind === 'child' ? on.heldBy?.[0] : undefined;
    if (on?.kind !== 'child' || holder === undefined) continue;
    const callers = [reader, task, ...victims.flatMap((id) => situation.tasks.get(id) ?? [])];
    const caller = callers.find((one) => one.stack.some(({ origin }) => origin === 'user')) ?? task;
    return { childPid: on.childPid, holder, place: innermostOwn(caller.stack), who: taskLabel(caller) };
  }
  return null;
}

function below(situation: Situation, task: TaskState): TaskState[] {
  const seen = new Set<string>();
  let ids = [task.id];
  for (let depth = 0; depth < DEPTH; depth += 1) {
    ids = ids.flatMap((id) => situation.graph.edges.get(id) ?? []).filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
  }
  return [...seen].flatMap((id) => situation.tasks.get(id) ?? []);
}

function finding(situation: Situation, { childPid, holder, place, who }: Held): Finding {
  const child = childPid === null ? 'its child' : `its child process ${childPid}`;
  const pipe = `a pipe of ${child}`;
  return {
    cause: 'child-pipe-held-open',
    // Which child it was that had the pipe is not seen.
    certainty: childPid === null ? 'likely' : 'certain',
    sentence: `${who} waits${place === null ? '' : ` at ${placeLabel(place)}`} for the end of the output of ${child}, which has ended; ${holder.comm} (pid ${holder.pid}) has the pipe open still.`,
    fix: 'End the whole group of the child (start_new_session=True, then os.killpg), or give what it starts an output of its own; and bound the wait.',
    culprit: {
      ...processCulprit(holder),
      frame: sourceFrame(situation, place),
      construct: callConstruct(situation, place),
    },
    waitsFor: {
      kind: 'child',
      description: `${pipe}, which process ${holder.pid} (${holder.comm}) has open`,
    },
    evidence: [
      childPid === null ? 'the child has ended' : `child process ${childPid} has ended`,
      `pid ${holder.pid} (${holder.comm}) has ${pipe} open (/proc/${holder.pid}/fd)`,
    ],
    blocks: [who],
  };
}
