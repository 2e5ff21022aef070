/** Who was started by whom. */
import { parseStat } from './stat.ts';
import type { System } from './system.ts';
import { errorCode, orNull } from './system-error.ts';
import { threadIds } from './threads.ts';

const MAX_THREADS = 4096;

/** Gives the children of any process; decides once how to find out. */
export function childFinder(system: System): (pid: number) => number[] {
  let parents: Map<number, number[]> | null = null;
  return (pid) => {
    if (parents === null) {
      const listed = listedChildren(system, pid);
      if (listed !== null) return listed;
      parents = childrenByParent(system);
    }
    return parents.get(pid) ?? [];
  };
}

/** `/proc/PID/task/TID/children`, a file of kernels with CONFIG_PROC_CHILDREN; null where there is none. */
function listedChildren(system: System, pid: number): number[] | null {
  const children: number[] = [];
  let readable = false;
  for (const tid of orNull(() => threadIds(system, pid, MAX_THREADS)) ?? []) {
    try {
      const text = system.readFile(`/proc/${pid}/task/${tid}/children`).toString('latin1');
      readable = true;
      children.push(...text.split(' ').filter(Boolean).map(Number));
    } catch (error) {
      if (errorCode(error) === null) throw error;
    }
  }
  return readable ? children : null;
}

/** The slow way: the parent of every process there is. */
function childrenByParent(system: System): Map<number, number[]> {
  const children = new Map<number, number[]>();
  const names = orNull(() => system.list('/proc')) ?? [];
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    const stat = orNull(() => system.readFile(`/proc/${pid}/stat`).toString('latin1'));
    if (stat === null) continue;
    const { parentPid } = parseStat(stat);
    const siblings = children.get(parentPid);
    if (siblings === undefined) children.set(parentPid, [pid]);
    else siblings.push(pid);
  }
  return children;
}
