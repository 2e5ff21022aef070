import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { askedByWaiter } from '../cancellation/asked-by-waiter.ts';
import { uncancelCall } from '../cancellation/taken-back.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { placeLabel, taskLabel } from '../words.ts';
import { knownLibrary } from './cancel-swallowed.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `Task.uncancel` lowers the counter; asyncio.timeout and TaskGroup do it for requests of their own (asyncio/tasks.py, 3.11+). */
export const cancelUncancelled: Cause = {
  code: 'cancel-uncancelled',
  title: 'uncancel() took the request back and the task went on',
  stage: 'tasks',
  evidence:
    'the task is in the set that asyncio.run cancelled, or the handler or who waits for it cancelled it, and its counter is 0 again',
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => wasTakenBack(situation, one))
      .map((one) => finding(situation, one));
  },
};

/** Proven by the pair of the set and the counter; else by the code on both sides: one cancels and waits, one uncancels. */
function wasTakenBack(situation: Situation, { task, cancellation }: Blamed): boolean {
  if (task.cancelRequests !== 0) return false;
  if (task.inToCancel === true || cancellation === 'swallowed') return cancellation === 'swallowed';
  const { tasks, graph, surroundings } = situation;
  return (
    cancellation === 'not-requested' &&
    uncancelCall(task, situation) !== null &&
    askedByWaiter({ tasks, graph, surroundings }, task.id)
  );
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const { task } = blamed;
  const call = uncancelCall(task, situation);
  const construct: Construct | null =
    call === null ? null : { kind: 'uncancel', text: call.text, file: call.file, line: call.line };
  const isProven = task.inToCancel === true;
  const library = knownLibrary(situation, blamed);
  const known = construct === null ? library : null;
  return taskFinding(situation, blamed, {
    cause: known === null ? 'cancel-uncancelled' : 'cancel-swallowed-by-library',
    certainty: construct !== null && isProven && library === null ? 'certain' : 'likely',
    sentence: `${taskLabel(task)} was cancelled${isProven ? ' by asyncio.run' : ''} and went on: ${reason(construct, known?.rule.sentence)}.`,
    fix:
      known?.rule.fix ??
      'Call uncancel() only for a cancellation that you requested yourself, and raise the CancelledError on.',
    construct,
    evidence: [
      ...requestEvidence(blamed),
      'its counter of cancel requests is 0 again',
      ...progressEvidence(situation, blamed),
    ],
  });
}

function reason(construct: Construct | null, knownSentence: string | undefined): string {
  if (construct !== null) return `\`${construct.text}\` at ${placeLabel(construct)} took the request back`;
  return knownSentence ?? 'the request was taken back (its counter is 0 again)';
}
