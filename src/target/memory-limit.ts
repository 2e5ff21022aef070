/** How much memory Straggler itself may use: the limit of its container, cgroups(7). */
import type { System } from './system.ts';
import { orNull } from './system-error.ts';

/** A container sees its own group at the root: of the unified hierarchy, or of the older one for memory. */
const FILES = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];
/** What the older hierarchy says for "no limit" is near 2^63. */
const NO_LIMIT_BYTES = 2 ** 50;

/** null when there is none, or none that can be told. */
export function ownMemoryLimitBytes(system: System): number | null {
  for (const file of FILES) {
    const text = orNull(() => system.readFile(file).toString('latin1').trim());
    const bytes = Number(text ?? Number.NaN);
    if (bytes > 0 && bytes < NO_LIMIT_BYTES) return bytes;
  }
  return null;
}
