import type { Situation } from '../situation.ts';
import type { CauseCode, Finding } from '../vocabulary.ts';

/**
 * The order of thought (causes.md, "An order that worked"). A stage that finds something certain or likely ends the
 * search: what comes later would blame its victims.
 */
export const STAGES = ['signal', 'loop', 'leaving', 'handler', 'tasks'] as const;
export type Stage = (typeof STAGES)[number];

export interface Cause {
  code: CauseCode;
  /** In words, for headings: "a task swallowed its cancellation". */
  title: string;
  stage: Stage;
  /** What it looks at, in one sentence, for the docs. */
  evidence: string;
  find(situation: Situation): Finding[];
}
