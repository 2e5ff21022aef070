/** Results as a Markdown table, and their place in docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Row {
  tasks: number;
  tool: string;
  medianMs: number;
  fastestMs: number;
  peakMiB: number;
  longestStallMs: number;
  failures: number;
  runs: number;
}

export function tableOf(rows: readonly Row[]): string {
  const lines = [
    '| tasks | tool | wall time, median (fastest) | peak memory | longest stall of the target | failed runs |',
    '|---:|---|---:|---:|---:|---:|',
  ];
  for (const row of rows) {
    const time =
      row.failures === row.runs ? 'fails' : `${row.medianMs.toFixed(0)} ms (${row.fastestMs.toFixed(0)})`;
    lines.push(
      `| ${row.tasks.toLocaleString('en')} | ${row.tool} | ${time} | ${row.peakMiB.toFixed(0)} MiB | ${row.longestStallMs.toFixed(1)} ms | ${row.failures} of ${row.runs} |`,
    );
  }
  return lines.join('\n');
}

/** Replaces what stands between the two markers of a section. */
export function writeSection(file: URL, section: string, text: string, command = 'npm run bench'): void {
  const begin = `<!-- begin ${section}, made by ${command} -->`;
  const end = `<!-- end ${section} -->`;
  const page = readFileSync(file, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no section ${section}`);
  writeFileSync(file, `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`);
}
