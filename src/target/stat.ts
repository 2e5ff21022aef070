/** `/proc/PID/stat` and `/proc/PID/task/TID/stat`: proc(5). The name in parentheses may itself hold parentheses and spaces. */

import type { KernelState } from './facts.ts';
import { kernelState } from './status.ts';

export interface Stat {
  state: KernelState;
  parentPid: number;
  processGroup: number;
  sessionId: number;
  /** Controlling terminal, 0 for none. */
  terminal: number;
  cpuMs: number;
  startTicks: number;
  /** Address of the bottom of the stack, another one with each program (execve); '0' where it may not be seen. */
  stackStart: string;
}

/** The kernel counts in USER_HZ, 100 on every machine that Straggler knows. */
export const MS_PER_TICK = 10;

export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index]) || 0;
  return {
    state: kernelState(fields[0]),
    parentPid: number(1),
    processGroup: number(2),
    sessionId: number(3),
    terminal: number(4),
    cpuMs: (number(11) + number(12)) * MS_PER_TICK,
    startTicks: number(19),
    stackStart: fields[25] ?? '0',
  };
}
