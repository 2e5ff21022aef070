/** What was measured, as the table of docs/performance.md. */
import { cpus } from 'node:os';
import type { Cost } from './cost.ts';
import type { Idle } from './idle.ts';

export const MODES = ['standby', 'resident'] as const;
export type Mode = (typeof MODES)[number];

export interface Column {
  mode: Mode;
  idle: Idle;
  cost: Cost;
}

export function sidecarTable(columns: readonly Column[]): string {
  const line = (name: string, cell: (column: Column) => string) =>
    `| ${[name, ...columns.map(cell)].join(' | ')} |`;
  const [first] = columns;
  return [
    `Medians of ${first?.cost.runs} pods, 1,000 tasks, ${cpus().length} cores, x64. Times are from the request to delete the pod.`,
    '',
    line('', ({ mode }) => mode),
    `|---|${columns.map(() => '---:|').join('')}`,
    line('what waits', ({ idle }) => idle.commands.map((command) => `\`${command}\``).join(', ')),
    line('resident memory at rest', ({ idle }) => mib(idle.residentKiB)),
    line('of that, its own part of shared pages', ({ idle }) => mib(idle.proportionalKiB)),
    line(`processor time in ${first?.idle.seconds} s of rest`, ({ idle }) =>
      ms(idle.processorSeconds * 1_000),
    ),
    line('the watch begins after', ({ cost }) => ms(cost.beganMs)),
    line('a report on the first look is in the log after', ({ cost }) => ms(cost.lookedMs)),
    line('the first report is in the log after', ({ cost }) => ms(cost.reportedMs)),
    line('the pod is gone after (without the sidecar)', ({ cost }) => pair(cost.goneMs, cost.goneWithoutMs)),
    line('longest stall of the service in any run (without)', ({ cost }) =>
      pair(cost.gapMs, cost.gapWithoutMs, 1),
    ),
    line('processor time of the service in a second (without)', ({ cost }) =>
      pair(cost.processorMs, cost.processorWithoutMs, 1),
    ),
  ].join('\n');
}

function mib(kib: number): string {
  return `${(kib / 1_024).toFixed(1)} MiB`;
}

function ms(value: number, digits = 0): string {
  return Number.isNaN(value) ? 'not seen' : `${value.toFixed(digits)} ms`;
}

/** Both, and one as a multiple of the other. */
function pair(value: number, without: number, digits = 0): string {
  return `${ms(value, digits)} (${ms(without, digits)}, × ${(value / without).toFixed(2)})`;
}
