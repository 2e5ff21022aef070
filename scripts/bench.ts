/**
 * Straggler beside py-spy and CPython's own tool, on one live process, in one run: wall time, peak memory (of a run of its own) and the longest
 * stall that the target itself saw. `npm run bench`, optionally with `--python PATH` (3.14 makes the comparison whole),
 * `--tasks 100,1000` and `--runs 5`. Writes the table into docs/performance.md when run with `--write`.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BenchTarget } from './bench/bench-target.ts';
import { FIRST_REPORT_TASKS, firstReports } from './bench/first-report.ts';
import { measure } from './bench/measure.ts';
import type { Row } from './bench/table.ts';
import { tableOf, writeSection } from './bench/table.ts';
import type { Tool } from './bench/tools.ts';
import { toolsFor } from './bench/tools.ts';
import { findPySpy } from './py-spy.ts';

const STRAGGLER = fileURLToPath(new URL('../bin/straggler', import.meta.url));
const PAGE = new URL('../docs/performance.md', import.meta.url);
const TOLD_TOOLS = ['../shared/pythons/pythons'];

function pythonFor(named: string | undefined): string {
  if (named !== undefined) return named;
  for (const tool of TOLD_TOOLS) {
    const found = spawnSync(fileURLToPath(new URL(`../${tool}`, import.meta.url)), ['path', '3.14'], {
      encoding: 'utf8',
    });
    if (found.status === 0) return found.stdout.trim();
  }
  return 'python3';
}

async function rowFor(
  target: BenchTarget,
  tasks: number,
  tool: Tool,
  runs: number,
  environment: NodeJS.ProcessEnv,
): Promise<Row> {
  const walls: number[] = [];
  const command = tool.command(target.pid);
  const own = { ...environment, ...tool.environment };
  const { peakMiB } = await measure(command, own, 'memory');
  const row = { tasks, tool: tool.name, peakMiB, longestStallMs: 0, failures: 0, runs };
  for (let run = 0; run < runs; run += 1) {
    await target.longestGapMs();
    const one = await measure(command, own, 'time');
    row.longestStallMs = Math.max(row.longestStallMs, await target.longestGapMs());
    if (one.exitCode !== 0) row.failures += 1;
    else walls.push(one.wallMs);
  }
  walls.sort((a, b) => a - b);
  return { ...row, medianMs: walls[Math.floor(walls.length / 2)] ?? 0, fastestMs: walls[0] ?? 0 };
}

/** Proof that the target is never stopped: the system calls of one whole dump. */
function ptraceCalls(pid: number, environment: NodeJS.ProcessEnv): string {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-bench-'));
  try {
    const log = join(folder, 'calls');
    const traced = spawnSync(
      'strace',
      [
        '-f',
        '-qq',
        '-e',
        'trace=ptrace,process_vm_writev,kill,tgkill,pidfd_send_signal',
        '-o',
        log,
        STRAGGLER,
        'dump',
        String(pid),
        '--json',
      ],
      { env: environment, maxBuffer: 1e9 },
    );
    if (traced.error !== undefined)
      return 'strace is not installed here, so the system calls were not counted.';
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /ptrace|process_vm_writev/.test(line) || line.includes(`(${pid},`));
    return `strace of one whole \`straggler dump\`, its children included: ${calls.length} calls of ptrace, process_vm_writev or a signal to the target.`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ratios(rows: readonly Row[], counts: readonly number[]): string[] {
  const lines: string[] = [];
  for (const tasks of counts) {
    const [own, ...others] = rows.filter((row) => row.tasks === tasks);
    for (const other of others) {
      if (own === undefined || other.failures === other.runs)
        lines.push(`${tasks} tasks: ${other.tool} fails`);
      else
        lines.push(
          `${tasks} tasks: ${other.tool} takes ${(other.medianMs / own.medianMs).toFixed(1)} times as long as straggler`,
        );
    }
  }
  const own = counts.map((tasks) =>
    rows.find((row) => row.tasks === tasks && row.tool.startsWith('straggler')),
  );
  const [smaller, larger] = own.slice(-2);
  if (smaller !== undefined && larger !== undefined) {
    lines.push(
      `straggler, ${larger.tasks / smaller.tasks} times the tasks: ${(larger.medianMs / smaller.medianMs).toFixed(1)} times the time`,
    );
  }
  return lines;
}

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    tasks: { type: 'string', default: '100,1000,10000,100000' },
    runs: { type: 'string', default: '5' },
    write: { type: 'boolean', default: false },
  },
});
const python = pythonFor(values.python);
const pySpy = (await findPySpy()).path;
const environment = { ...process.env, ...(pySpy === null ? {} : { STRAGGLER_PY_SPY: pySpy }) };
const version = execFileSync(python, ['-c', 'import platform; print(platform.python_version())'], {
  encoding: 'utf8',
}).trim();
const bytecode = mkdtempSync(join(tmpdir(), 'straggler-bytecode-'));
process.once('exit', () => rmSync(bytecode, { recursive: true, force: true }));
const tools = toolsFor({
  straggler: STRAGGLER,
  pySpy,
  python,
  asyncioPs: Number(version.split('.')[1]) >= 14,
  bytecode,
});
const counts = values.tasks.split(',').map(Number);
const rows: Row[] = [];
let calls = '';
for (const tasks of counts) {
  const target = new BenchTarget(python, tasks);
  try {
    await target.ready();
    for (const tool of tools) rows.push(await rowFor(target, tasks, tool, Number(values.runs), environment));
    if (tasks === counts[0]) calls = ptraceCalls(target.pid, environment);
  } finally {
    await target.stop();
  }
  process.stdout.write(`${tableOf(rows.filter((row) => row.tasks === tasks))}\n\n`);
}
const text = [
  `Python ${version}, ${cpus().length} cores, ${process.arch}; await chains of four coroutines and Event.wait.`,
  '',
  tableOf(rows),
  '',
  ...ratios(rows, counts).map((line) => `- ${line}`),
  `- ${calls}`,
].join('\n');
process.stdout.write(`${text}\n`);
const delaysMs = await firstReports(STRAGGLER, python, Number(values.runs), environment);
const shown = [delaysMs[Math.floor(delaysMs.length / 2)], delaysMs[0], delaysMs.at(-1)].map((one) =>
  one?.toFixed(0),
);
const firstReport = `${FIRST_REPORT_TASKS.toLocaleString('en')} tasks: a first report can be read ${shown[0]} ms after the signal (median of ${delaysMs.length} runs; ${shown[1]} to ${shown[2]} ms).`;
process.stdout.write(`\n${firstReport}\n`);
if (values.write) {
  writeSection(PAGE, 'dump', text);
  writeSection(PAGE, 'stop', firstReport);
}
