/** The kernel's letter for what a thread does, in words. */
import type { ReportThread } from '../report.ts';

const STATES = new Map([
  ['R', 'running'],
  ['S', 'sleeping'],
  ['D', 'in the kernel'],
  ['T', 'stopped'],
  ['t', 'traced'],
  ['Z', 'ended'],
]);

export function threadState({ state, cpuPercent }: Pick<ReportThread, 'state' | 'cpuPercent'>): string {
  const word = STATES.get(state) ?? state;
  return cpuPercent !== null && cpuPercent >= 1 ? `${word}, ${Math.round(cpuPercent)} % CPU` : word;
}
