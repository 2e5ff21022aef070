/** The programs of test/programs/oracle: each answers a line with its own view of its tasks, and then stands still. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { start } from './processes.ts';

export interface OwnTask {
  id: string;
  name: string;
  type: string;
  /** [qualified name, line, byte offset], outermost first. */
  stack: [string, number, number][];
  running: boolean;
  cancelRequests: number | null;
  mustCancel: boolean;
  waiter: string | null;
  waiterState: string | null;
}

export interface OwnView {
  seed: number;
  tasks: OwnTask[];
}

const FOLDER = resolve(import.meta.dirname, '../programs/oracle');
const PROGRAM = join(FOLDER, 'graphs.py');
const ANSWER_TIMEOUT_MS = 60_000;

export class Oracle {
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterator<string>;

  private constructor(child: ChildProcess & { pid: number }) {
    this.child = child;
    this.pid = child.pid;
    if (child.stdout === null) throw new Error('the program has no stdout');
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Resolves when it is ready for the first seed. `asText`: the Python sees no file of this checkout. */
  static async start(python: string, { uvloop = false, asText = false } = {}): Promise<Oracle> {
    const program = asText ? ['-c', programText()] : [PROGRAM];
    const args = ['-W', 'ignore', ...program, ...(uvloop ? ['--uvloop'] : [])];
    const child = start(python, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const oracle = new Oracle(child);
    const ready = await oracle.nextLine();
    if (ready !== 'READY') throw new Error(`the program said ${ready}`);
    return oracle;
  }

  /** Builds the graph of a seed; it stays as it is until the next call. */
  async graph(seed: number): Promise<OwnView> {
    this.child.stdin?.write(`${seed}\n`);
    return JSON.parse(await this.nextLine()) as OwnView;
  }

  private async nextLine(): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the program does not answer')), ANSWER_TIMEOUT_MS);
    });
    try {
      const { value, done } = await Promise.race([this.lines.next(), late]);
      if (done === true) throw new Error('the program has ended');
      return value;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The program and its modules in one text for `python -c`. */
function programText(): string {
  const text = (name: string) => JSON.stringify(readFileSync(join(FOLDER, name), 'utf8'));
  const module = (name: string) =>
    `m = types.ModuleType("${name}"); sys.modules["${name}"] = m; exec(compile(${text(`${name}.py`)}, "${name}.py", "exec"), m.__dict__)`;
  return [
    'import sys, types',
    module('shapes'),
    module('own_view'),
    `exec(compile(${text('graphs.py')}, "graphs.py", "exec"), {"__name__": "__main__", "__file__": "/graphs.py"})`,
  ].join('\n');
}
