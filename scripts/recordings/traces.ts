/** What would tell of the machine that a recording was made on. */
import { homedir } from 'node:os';
import type { Recording } from '../../src/target/recording.ts';

/** Where the interpreters were built and lie, and a name of the same length for each. */
const OVERWRITTEN = [
  [`${homedir()}/.cache/straggler-pythons`, '/home/python/built/interpreter'],
  [`${homedir()}/.pyenv`, '/home/python'],
  ['straggler-pythons', 'some-built-python'],
] as const;

/** A shorter text occurs by itself. */
const SHORTEST = 12;
const TRACES = [
  `${homedir()}/.`,
  'straggler-pythons',
  'pyenv',
  'process_api',
  'AWS_',
  'TOKEN=',
  'SECRET=',
  'PASSWORD=',
  'proxy:',
];

/** Texts of a machine in these bytes, each with what stands around it. `own`: more of them, of this very machine. */
export function traces(bytes: Buffer, own: readonly string[] = []): string[] {
  const found: string[] = [];
  for (const trace of [...TRACES, ...own.filter(({ length }) => length >= SHORTEST)]) {
    const at = bytes.indexOf(trace);
    if (at >= 0) found.push(JSON.stringify(bytes.toString('latin1', Math.max(0, at - 40), at + 80)));
  }
  return found;
}

/** In the memory and files that were read, also where a name goes on in the next unit. */
export function overwrite(recording: Recording): void {
  for (const pages of recording.pages.values()) {
    for (const number of [...pages.keys()].sort((a, b) => a - b)) {
      const page = pages.get(number) ?? Buffer.alloc(0);
      const next = pages.get(number + 1) ?? Buffer.alloc(0);
      const both = Buffer.concat([page, next]);
      for (const [name, other] of OVERWRITTEN) {
        for (let at = both.indexOf(name); at >= 0; at = both.indexOf(name, at + 1)) both.write(other, at);
      }
      both.copy(page, 0, 0, page.length);
      both.copy(next, 0, page.length);
    }
  }
}
