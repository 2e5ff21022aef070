/** The programs that the pages of the causes show, made into files that can be run and judged as any test program. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CauseCode } from '../../src/diagnosis/vocabulary.ts';
import { CAUSE_CODES } from '../../src/diagnosis/vocabulary.ts';
import type { Block } from '../../src/explain/markdown.ts';
import { blocksOf } from '../../src/explain/markdown.ts';
import { readCausePage } from '../../src/explain/pages.ts';
import type { Program } from './program-headers.ts';
import type { TestPython } from './pythons.ts';

/** Pages whose code is not run, and why. */
export const NOT_RUN: Readonly<Partial<Record<CauseCode, string>>> = {
  'signal-not-sent': 'it takes a kubelet and its preStop hook; the page shows a pod instead of a program',
  unknown: 'no code is known to be its cause, by definition',
};

/** What is wrong happens to the first process of a container. */
const IN_PID_NAMESPACE: readonly CauseCode[] = ['signal-dropped-by-pid1', 'signal-not-forwarded'];
const BEFORE_GRACE_SECONDS = 2;
/** Turns so short that it takes some looks to meet one twice; a search through all processes, which a busy machine cuts short. */
const LONGER_GRACE_SECONDS: Readonly<Partial<Record<CauseCode, number>>> = {
  'loop-spinning': 6,
  'child-pipe-held-open': 4,
};
/** Those that exit end the watch themselves, so that a loaded machine may be given time. */
const AFTER_GRACE_SECONDS = 20;

/** On a crowded machine all looks may miss its short turns; then whoever is waited for is named, which is right as well. */
const ALSO_RIGHT: Readonly<Partial<Record<CauseCode, CauseCode>>> = {
  'loop-spinning': 'cancel-never-requested',
};

export const RUN_CAUSES: readonly CauseCode[] = CAUSE_CODES.filter((cause) => NOT_RUN[cause] === undefined);

export type Side = 'before' | 'after';

/** Where the program is, and how it is started. */
export interface Files {
  program: Program;
  end(): void;
}

export function pageOf(cause: CauseCode): string {
  const page = readCausePage(cause);
  if (page === null) throw new Error(`docs/causes/${cause}.md is missing`);
  return page;
}

/** The blocks below a heading of the second level, up to the next one. */
export function sectionOf(cause: CauseCode, heading: string): Block[] {
  const blocks = blocksOf(pageOf(cause));
  const start = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  if (start === -1) throw new Error(`docs/causes/${cause}.md has no heading ${heading}`);
  const rest = blocks.slice(start + 1);
  const end = rest.findIndex((block) => block.kind === 'heading');
  return end === -1 ? rest : rest.slice(0, end);
}

/** What Straggler says of the program, as the page shows it. */
export function reportShown(cause: CauseCode): readonly string[] {
  const report = sectionOf(cause, 'How to recognise it').find((block) => block.kind === 'code');
  return report?.kind === 'code' ? report.lines : [];
}

/** All words of a page that are set as words. */
export function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'code') return [];
    if (block.kind === 'table') return [...block.head, ...block.rows.flat()];
    return block.kind === 'list' ? block.items.flatMap(textsOf) : [block.text];
  });
}

/** `CPython 3.8 to 3.15.`, as the page says of its code. */
export function minorsOf(cause: CauseCode): { first: number; last: number } {
  const words = sectionOf(cause, 'Before').flatMap((block) =>
    block.kind === 'paragraph' ? [block.text] : [],
  );
  const [, first, last] = /^CPython 3\.(\d+) to 3\.(\d+)\./.exec(words[0] ?? '') ?? [];
  if (first === undefined || last === undefined)
    throw new Error(`docs/causes/${cause}.md does not say on which Pythons its code was run`);
  return { first: Number(first), last: Number(last) };
}

/** Writes the code of one side into a folder of its own. A shell script of the page is what starts the program. */
export function writeProgram(cause: CauseCode, side: Side, python: TestPython): Files {
  const folder = mkdtempSync(join(tmpdir(), `straggler-page-${cause}-`));
  // The page is about the program that stands first; what is not shown again has not changed.
  const source = codeOf(cause, side, 'python') ?? codeOf(cause, 'before', 'python') ?? [];
  const script = codeOf(cause, side, 'sh');
  const unmarked = source.map((line) => line.replace(/ {2}# <-- .*/, ''));
  writeFileSync(join(folder, 'app.py'), `${unmarked.join('\n')}\n`);
  if (script !== null) writeFileSync(join(folder, 'entrypoint.sh'), `${script.join('\n')}\n`);
  mkdirSync(join(folder, 'bin'));
  symlinkSync(python.path, join(folder, 'bin/python3'));
  const started = script === null ? ['python3', 'app.py'] : ['sh', 'entrypoint.sh'];
  const path = `PATH=${join(folder, 'bin')}:/usr/local/bin:/usr/bin:/bin`;
  return {
    program: {
      name: `${cause} (${side})`,
      path: join(folder, 'app.py'),
      ...expectations(cause, side, source),
      ownPidNamespace: IN_PID_NAMESPACE.includes(cause),
      start: ['env', '-C', folder, path, ...started],
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

type Expected = Omit<Program, 'name' | 'path' | 'ownPidNamespace' | 'start'>;

function expectations(cause: CauseCode, side: Side, source: readonly string[]): Expected {
  const isBefore = side === 'before';
  const { first, last } = minorsOf(cause);
  const constructs = linesMarked(source, 'change this');
  return {
    causes: isBefore ? [cause, ...[ALSO_RIGHT[cause] ?? []].flat()] : [],
    culprits: [],
    namesAllCulprits: false,
    kinds: [],
    task: null,
    thread: null,
    isUnproven: false,
    innocents: [],
    limit: null,
    says: null,
    outcomes: [isBefore ? 'hung' : 'exited'],
    graceSeconds: isBefore ? (LONGER_GRACE_SECONDS[cause] ?? BEFORE_GRACE_SECONDS) : AFTER_GRACE_SECONDS,
    slowSeconds: null,
    isLater: false,
    isToldWhenJoined: true,
    sets: [],
    choosesLoop: false,
    runsOn: ({ minor }) => minor >= first && minor <= last,
    frameLines: () => linesMarked(source, 'waits here'),
    constructs: { lines: constructs, isRequired: constructs.length > 0 },
  };
}

/** `# <-- waits here`, `# <-- change this`, or both. */
function linesMarked(source: readonly string[], words: string): number[] {
  return source.flatMap((line, index) => (line.split('# <-- ')[1]?.includes(words) ? [index + 1] : []));
}

function codeOf(cause: CauseCode, side: Side, language: 'python' | 'sh'): readonly string[] | null {
  const blocks = sectionOf(cause, side === 'before' ? 'Before' : 'After');
  const found = blocks.find((block) => block.kind === 'code' && block.language === language);
  return found?.kind === 'code' ? found.lines : null;
}
