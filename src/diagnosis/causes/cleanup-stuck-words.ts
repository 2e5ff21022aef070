/** What a task does in its cleanup, and what would help. */
import type { TaskState } from '../../python/model/capture.ts';
import { innermostOwn } from '../culprit.ts';
import type { CleanupRounds } from '../shutdown/cleanup-rounds.ts';
import type { Construct } from '../vocabulary.ts';
import { placeLabel } from '../words.ts';

interface Known {
  /** null where no construct says so: the main task on its way out, a lifespan's end. */
  cleanup: { construct: Construct | null } | null;
  /** It has put the cancellation down in this clause, and goes on behind it. */
  caughtIn: Construct | null;
  rounds: CleanupRounds | null;
  isMain: boolean;
}

const BOUND_FIX =
  'Bound every wait in a cleanup: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.';
const SHUTDOWN_FIX =
  'Bound every wait of the shutdown: `async with asyncio.timeout(seconds)` (or wait_for) around it, and go on without what does not come.';
export const ROUNDS_FIX =
  'Limit the attempts, or the time for all of them together: `async with asyncio.timeout(seconds)` (or wait_for) around the loop, and go on without what does not succeed.';

/** A limit ends the wait and not the job: the exit joins the pool (`_python_exit`, concurrent/futures/thread.py). */
const JOB_FIX =
  'Give the job itself an end (a limit on what it waits for, an Event that it looks at), or run it in a daemon thread: a limit around the await alone leaves the thread, and the exit joins its pool.';

/** `does`: a clause of which the task is the subject. */
export function cleanupWords(
  task: TaskState,
  { cleanup, caughtIn, rounds, isMain }: Known,
): { does: string; fix: string } {
  if (caughtIn !== null)
    return {
      does: `caught its cancellation${around(caughtIn)}, went on to what it seems to do last, and ${waitsThere(task)}`,
      fix: `${BOUND_FIX} Where it is no cleanup that stands there, end the clause with \`raise\`.`,
    };
  const isShutdown = cleanup === null && isMain;
  const stand = isShutdown ? 'has gone on to its shutdown' : `is in its cleanup${around(cleanup?.construct)}`;
  if (rounds !== null) return { does: `${stand} and ${comesRound(task, rounds)}`, fix: ROUNDS_FIX };
  const does = `${stand} and ${waitsThere(task)}`;
  if (task.wait?.on.kind === 'thread-job') return { does, fix: JOB_FIX };
  return { does, fix: isShutdown ? SHUTDOWN_FIX : BOUND_FIX };
}

function around(construct: Construct | null | undefined): string {
  return construct == null ? '' : ` (\`${construct.text}\` at ${placeLabel(construct)})`;
}

function waitsThere({ stack, wait }: TaskState): string {
  const now = innermostOwn(stack);
  return `waits there${now === null ? '' : `, at ${placeLabel(now)},`} for ${wait?.description ?? 'something unknown'}`;
}

function comesRound({ stack, wait }: TaskState, { loop, error }: CleanupRounds): string {
  const now = innermostOwn(stack);
  const after = error === null ? '' : ` after ${error}`;
  return `comes round again and again in \`${loop.text}\` at ${placeLabel(loop)}; now it ${wait?.on.kind === 'timer' ? 'pauses' : 'waits'}${now === null ? '' : ` at ${placeLabel(now)}`}${after}`;
}
