import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { askedByWaiter } from '../cancellation/asked-by-waiter.ts';
import type { Swallower } from '../cancellation/swallow-search.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
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
  const isProven = task.inToCancel === true;
  const library = knownLibrary(situation, blamed);
  const known = call === null ? library : null;
  const kept = call === null && known === null ? findSwallower(situation, task) : null;
  const construct: Construct | null =
    call === null
      ? (kept?.construct ?? null)
      : { kind: 'uncancel', text: call.text, file: call.file, line: call.line };
  return taskFinding(situation, blamed, {
    cause: known === null ? 'cancel-uncancelled' : 'cancel-swallowed-by-library',
    certainty: call !== null && isProven && library === null ? 'certain' : 'likely',
    sentence: `${taskLabel(task)} was cancelled${isProven ? ' by asyncio.run' : ''} and went on: ${reason(call === null ? null : construct, kept, known?.rule.sentence)}.`,
    fix: known?.rule.fix ?? FIX,
    construct,
    evidence: [
      ...requestEvidence(blamed),
      'its counter of cancel requests is 0 again',
      ...(call === null && known === null
        ? ['no call of uncancel() is to be seen in the code of its chain']
        : []),
      ...progressEvidence(situation, blamed),
    ],
  });
}

const FIX =
  'Call uncancel() only for a cancellation that you requested yourself, and raise the CancelledError on.';

function reason(call: Construct | null, kept: Swallower | null, knownSentence: string | undefined): string {
  if (call !== null) return `\`${call.text}\` at ${placeLabel(call)} took the request back`;
  if (kept !== null)
    return `\`${kept.construct.text}\` at ${placeLabel(kept.construct)} ${kept.how}, and somebody took the request back (its counter is 0 again)`;
  return knownSentence ?? 'the request was taken back (its counter is 0 again)';
}
