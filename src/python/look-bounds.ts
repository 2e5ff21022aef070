/** How much memory looks may take, for a Straggler that has little: a sidecar's limit is often less than its target's tasks. */

export interface LookBounds {
  /** Tasks of one look; of more, the ones that tell most are read. */
  maxTasks: number;
  /** Pages of the target that are kept during a look; a power of two, 16 KiB each. */
  pageCount: number;
}

export const UNBOUNDED: LookBounds = { maxTasks: Number.POSITIVE_INFINITY, pageCount: 2_048 };

const MIB = 1024 * 1024;
/**
 * Node with Straggler's bundle and what looks compile (measured in a sidecar: 50 MiB without V8's optimizing compilers), the
 * Node of the preStop hook beside it (12 MiB) and what the kernel keeps for both (7 MiB).
 */
const BASE_BYTES = 74 * MIB;
/** Of the rest: a task of a look, of the look before, and in the report (measured: 3.5 KiB with four looks kept). */
const BYTES_PER_TASK = 8 * 1024;
const LEAST_TASKS = 500;
/** From here on there is room for what any process was seen to hold. */
const AMPLE_BYTES = 1024 * MIB;

/** `limitBytes`: of Straggler's own control group; null for none. */
export function boundsFor(limitBytes: number | null): LookBounds {
  if (limitBytes === null || limitBytes >= AMPLE_BYTES) return UNBOUNDED;
  const spareBytes = Math.max(0, limitBytes - BASE_BYTES);
  return {
    maxTasks: Math.max(LEAST_TASKS, Math.floor(spareBytes / BYTES_PER_TASK)),
    pageCount: spareBytes < 128 * MIB ? 256 : 1_024,
  };
}
