/**
 * What the sidecar costs on the cluster of the current kube context, and how soon it looks: `npm run measure`, optionally
 * with `--runs 5`, `--idle-seconds 20`; `--write` puts the table into docs/performance.md. Images come from the variables
 * of test/e2e/harness/settings.ts.
 */
import { parseArgs } from 'node:util';
import { Cluster } from '../test/e2e/harness/cluster.ts';
import { writeSection } from './bench/table.ts';
import { measureCost } from './sidecar/cost.ts';
import { measureIdle } from './sidecar/idle.ts';
import type { Column } from './sidecar/table.ts';
import { MODES, sidecarTable } from './sidecar/table.ts';

const PAGE = new URL('../docs/performance.md', import.meta.url);

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    'idle-seconds': { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});

(await Cluster.connect()).close();
const columns: Column[] = [];
for (const mode of MODES) {
  const idle = await measureIdle(mode, Number(values['idle-seconds']));
  columns.push({ mode, idle, cost: await measureCost(mode, Number(values.runs)) });
}
const text = sidecarTable(columns);
console.log(text);
if (values.write) writeSection(PAGE, 'sidecar', text, 'npm run measure');
