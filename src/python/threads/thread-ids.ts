/** Python knows the ids of its threads as they are in its own pid namespace; Straggler may sit in an outer one. */
import type { ProcessFacts } from '../../target/facts.ts';
import type { System } from '../../target/system.ts';
import { orNull } from '../../target/system-error.ts';

const NAMESPACE_IDS = /^NSpid:\s+([\d\s]+?)$/m;

/** Kernel thread ids by the id that the thread itself sees: NSpid of proc_pid_status(5). */
export function threadIdsInside(system: System, process: ProcessFacts): Map<number, number> {
  const { pid, namespacePids, threads } = process;
  if (namespacePids.length <= 1) return new Map(threads.map(({ tid }) => [tid, tid]));
  const ids = new Map<number, number>();
  for (const { tid } of threads) {
    const status = orNull(() => system.readFile(`/proc/${pid}/task/${tid}/status`).toString('latin1'));
    const innermost =
      status === null ? undefined : NAMESPACE_IDS.exec(status)?.[1]?.trim().split(/\s+/).at(-1);
    if (innermost !== undefined) ids.set(Number(innermost), tid);
  }
  return ids;
}
