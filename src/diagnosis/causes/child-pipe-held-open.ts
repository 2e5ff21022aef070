import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn, processCulprit, sourceFrame } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
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
      return held === null ? [] : [finding(situation, held)];
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
    if (main === null || situation.evidence.signal === null || main.waitsFor.kind !== 'child') return [];
    const holder = main.waitsFor.heldBy?.[0];
    if (holder === undefined) return [];
    if (situation.last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return [];
    const place = innermostOwn(main.stack);
    return [finding(situation, { childPid: main.waitsFor.childPid, holder, place, who: 'The main thread' })];
  },
};

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
    certainty: 'certain',
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
