/** Rows of a gauge that is set anew each time, bounded in number: what is beyond goes into one row. */
import type { Gauge } from 'prom-client';
import { OTHER } from './series.ts';

export interface PodRow {
  namespace: string;
  workload: { kind: string; name: string };
  pods: number;
}

/** `label` is the last label, `valueIn` gives it: a profile, or a limit. Those with most pods keep a row of their own. */
export function setPodRows<T extends PodRow>(
  gauge: Gauge,
  rows: readonly T[],
  { label, valueIn, max }: { label: string; valueIn: (row: T) => string; max: number },
): void {
  gauge.reset();
  const sorted = rows.toSorted((a, b) => b.pods - a.pods);
  for (const row of sorted.slice(0, max)) {
    const { namespace, workload } = row;
    const labels = { namespace, workload_kind: workload.kind, workload: workload.name };
    gauge.set({ ...labels, [label]: valueIn(row) }, row.pods);
  }
  const rest = sorted.slice(max).reduce((sum, { pods }) => sum + pods, 0);
  if (rest > 0) gauge.set({ namespace: OTHER, workload_kind: '', workload: OTHER, [label]: OTHER }, rest);
}
