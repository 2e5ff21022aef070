import { processCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { stopSignal } from './signal-masks.ts';

const STOPPED = /^[Tt]$/;

/**
 * A process that was stopped (SIGSTOP, SIGTSTP, a debugger) at every look since the signal takes none but SIGKILL and SIGCONT
 * (signal(7)): nothing in it is to blame. null where it is not so.
 */
export function stoppedFinding({ evidence, since, last }: Situation): Finding | null {
  if (evidence.signal === null || since.length === 0) return null;
  if (!since.every(({ capture }) => STOPPED.test(capture.family.target.state))) return null;
  const { target } = last.family;
  const { name } = stopSignal({ evidence });
  const traced = target.tracerPid > 0 ? ` by process ${target.tracerPid}, which traces it` : '';
  return {
    cause: 'unknown',
    certainty: 'likely',
    sentence: `Process ${target.pid} is stopped (state ${target.state})${traced}: it can take no step, and ${name} waits until it goes on.`,
    fix: `Let it go on with kill -CONT ${target.pid}, and find out who stopped it (SIGSTOP or SIGTSTP, a debugger, a paused container).`,
    culprit: processCulprit(target),
    waitsFor: null,
    evidence: [`it was in state ${target.state} at every look since ${name}`],
    blocks: [],
  };
}
