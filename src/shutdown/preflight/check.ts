/** What a check of the preflight is given and gives. A check is a record and a file; `checks/table.ts` lists them. */

import type { Capture } from '../../python/model/capture.ts';
import type { PodContainer } from '../../target/containers.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { Status } from '../../target/status.ts';
import type { System } from '../../target/system.ts';
import type { ContainerTargets } from '../pod/pod-targets.ts';

export type Profile = 'same-uid' | 'ptrace' | 'signals-only';

/** A Python process, and what one look at it gave. */
export interface LookedAt {
  container: string;
  process: ProcessFacts;
  /** null when it was gone, or is not Python after all. */
  capture: Capture | null;
}

export interface PreflightScene {
  system: System;
  profile: Profile;
  own: Status;
  /** Whether other containers' processes can be seen at all. */
  sharesProcesses: boolean;
  others: readonly PodContainer[];
  targets: readonly ContainerTargets[];
  looks: readonly LookedAt[];
  /** Where py-spy was found; null: nowhere. `isUsed` false: switched off. */
  pySpy: { isUsed: boolean; path: string | null };
}

/**
 * ok and note: nothing to do. warning: it will see, and something else is not well (often: the service itself will not
 * stop as its authors think). blind: it cannot see the service.
 */
export type CheckStatus = 'ok' | 'note' | 'warning' | 'blind';

export interface CheckResult {
  /** Stable, for machines. */
  code: string;
  status: CheckStatus;
  sentence: string;
  /** What to change, with the chart's value; empty for ok and note. */
  fix: string;
}

export interface Check {
  code: string;
  look(scene: PreflightScene): Omit<CheckResult, 'code'>[];
}
