import type { ThreadRule } from '../thread-rule.ts';
import { CHILD_RULES } from './children.ts';
import { CONDITION_RULES } from './conditions.ts';
import { IDLE_RULES } from './idle.ts';
import { IMPORT_RULES } from './imports.ts';
import { JOIN_RULES } from './joins.ts';
import { PROCESS_CONDITION_RULES } from './process-conditions.ts';
import { RESULT_RULES } from './results.ts';
import { THREAD_POOL_RULES } from './thread-pools.ts';

/** Every function whose frame says what its thread waits for. Of several in a row the outermost says it. */
export const THREAD_RULES: readonly ThreadRule[] = [
  ...JOIN_RULES,
  ...CONDITION_RULES,
  ...PROCESS_CONDITION_RULES,
  ...RESULT_RULES,
  ...CHILD_RULES,
  ...IDLE_RULES,
  ...IMPORT_RULES,
  ...THREAD_POOL_RULES,
];
