/** Reads the test programs' headers: what each of them stands for, and which answers about it are right. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { TestPython } from './pythons.ts';
import { lacksModules } from './pythons.ts';

export const PROGRAMS_FOLDER = resolve(import.meta.dirname, '../programs');

export interface Program {
  name: string;
  path: string;
  /** Any of these is right; empty when nothing is to blame. */
  causes: string[];
  /** Qualified names of the functions that may be named; empty when the header leaves it open. */
  culprits: string[];
  /** Each of them must be named, instead of any. */
  namesAllCulprits: boolean;
  kinds: string[];
  /** Names of the culprit's task or thread; null when left open. */
  task: string | null;
  thread: string | null;
  /** The state proves nothing: no finding may be called certain. */
  isUnproven: boolean;
  /** Functions, tasks and threads that no finding may name. */
  innocents: string[];
  /** Code of a limit that the report must name; null when left open. */
  limit: string | null;
  /** Words that the first finding's sentence, fix or evidence must have; null when left open. */
  says: string | null;
  outcomes: string[];
  graceSeconds: number;
  /** null: what the command takes when it is not told. */
  slowSeconds: number | null;
  /** Run inside a pid namespace of its own; its first process gets the signal. */
  ownPidNamespace: boolean;
  /** Words of the command, with placeholders. */
  start: string[];
  /** Expected by a later issue: run and counted, but no failure. */
  isLater: boolean;
  /** false: a watch that begins after the signal cannot tell it. */
  isToldWhenJoined: boolean;
  /** Sets of packages to run it with (`test/libraries/requirements`). */
  sets: string[];
  /** `uvloop: chosen`: its library chooses the loop by itself. */
  choosesLoop: boolean;
  runsOn(python: Pick<TestPython, 'name' | 'minor'>): boolean;
  /** Lines where the culprit's innermost frame of the user's may be. */
  frameLines(minor: number): number[];
  /** Lines of the syntax to change, any of which is right. */
  constructs: { lines: number[]; isRequired: boolean };
}

/** Modules that need a library, without which a Python may have been built; multiprocessing's `Value` is made with ctypes. */
const NEEDS_MODULES = /^ *(?:import|from) (?:ctypes|sqlite3|ssl|zlib)\b|\bValue\("/m;

const KEYS = [
  'cause',
  'culprit',
  'culprits',
  'kind',
  'task',
  'thread',
  'certainty',
  'innocent',
  'outcome',
  'grace',
  'slow',
  'namespace',
  'start',
  'later',
  'pythons',
  'uvloop',
  'joined',
  'sets',
  'limit',
  'says',
] as const;
type Key = (typeof KEYS)[number];
const DEFAULT_GRACE_SECONDS = 2;
/** Those that exit end the watch themselves, so that a loaded machine may be given time: past half of it they would be called slow. */
const GRACE_OF_EXITS_SECONDS = 20;
const DEFAULT_START = '{python} {program}';

export function readPrograms(folder = PROGRAMS_FOLDER): Program[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => readProgram(join(folder, file)));
}

export function readProgram(path: string): Program {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n');
  const header = parseHeader(lines);
  const name = basename(path, '.py');
  const causes = alternatives(header.get('cause')).filter((cause) => cause !== 'none');
  if (!header.has('cause')) throw new Error(`${name}: its header names no cause`);
  const marks = lines.flatMap((text, index) => parseMarks(name, text, index + 1));
  return {
    name,
    path,
    causes,
    culprits: alternatives(header.get('culprit')),
    namesAllCulprits: header.get('culprits') === 'all',
    kinds: alternatives(header.get('kind')),
    task: header.get('task') ?? null,
    thread: header.get('thread') ?? null,
    isUnproven: header.get('certainty') === 'likely',
    innocents: header.get('innocent')?.split(/\s*,\s*/) ?? [],
    limit: header.get('limit') ?? null,
    says: header.get('says') ?? null,
    outcomes: header.has('outcome')
      ? alternatives(header.get('outcome'))
      : [causes.length > 0 ? 'hung' : 'exited'],
    graceSeconds: Number(
      header.get('grace') ?? (causes.length > 0 ? DEFAULT_GRACE_SECONDS : GRACE_OF_EXITS_SECONDS),
    ),
    slowSeconds: header.has('slow') ? Number(header.get('slow')) : null,
    ownPidNamespace: header.get('namespace') === 'pid',
    start: words(header.get('start') ?? DEFAULT_START),
    isToldWhenJoined: header.get('joined') !== 'no',
    sets: words(header.get('sets') ?? ''),
    choosesLoop: header.get('uvloop') === 'chosen',
    isLater: header.get('later') === 'yes',
    runsOn: (python) =>
      inRange(header.get('pythons') ?? '3.8+', python.minor) &&
      (header.get('uvloop') === 'yes' || !python.name.includes('uvloop')) &&
      !(lacksModules(python) && NEEDS_MODULES.test(text)),
    frameLines: (minor) =>
      marks.filter((mark) => mark.kind === 'frame' && inRange(mark.range, minor)).map((mark) => mark.line),
    constructs: {
      lines: marks.filter((mark) => mark.kind.startsWith('construct')).map((mark) => mark.line),
      isRequired: marks.some((mark) => mark.kind === 'construct'),
    },
  };
}

/** `# key: value` lines before the first line of code; other comments there are prose. */
function parseHeader(lines: readonly string[]): Map<Key, string> {
  const header = new Map<Key, string>();
  for (const line of lines) {
    if (!line.startsWith('#')) break;
    const [, word = '', value = ''] = /^# ([a-z]+): (.*)$/.exec(line) ?? [];
    const key = KEYS.find((one) => one === word);
    if (key !== undefined) header.set(key, value.trim());
  }
  return header;
}

interface Mark {
  kind: 'frame' | 'construct' | 'construct?';
  line: number;
  range: string;
}

/** `#< frame construct?`: marks of one line; `#< frame <=3.9` holds for these Pythons only. */
function parseMarks(program: string, text: string, line: number): Mark[] {
  const marked = / #< (.*)$/.exec(text)?.[1];
  if (marked === undefined) return [];
  const marks: Mark[] = [];
  for (const word of marked.split(' ')) {
    const last = marks.at(-1);
    if (word === 'frame' || word === 'construct' || word === 'construct?') {
      marks.push({ kind: word, line, range: '3.8+' });
    } else if (last !== undefined && /^(<=|>=)3\.\d+$/.test(word)) {
      last.range = word;
    } else {
      throw new Error(`${program}:${line}: cannot read the mark ${JSON.stringify(word)}`);
    }
  }
  return marks;
}

/** `3.11+`, `3.8-3.11`, `<=3.9`, `>=3.10`. */
function inRange(range: string, minor: number): boolean {
  const match = /^(<=|>=)?3\.(\d+)(\+|-3\.(\d+))?$/.exec(range);
  if (match === null) throw new Error(`cannot read the versions ${JSON.stringify(range)}`);
  const [, sign, from, end, to] = match;
  if (sign === '<=') return minor <= Number(from);
  if (sign === '>=' || end === '+') return minor >= Number(from);
  return minor >= Number(from) && minor <= Number(to ?? from);
}

function alternatives(value: string | undefined): string[] {
  return value?.split(/\s*\|\s*/) ?? [];
}

/** Words as a shell would split them, with single quotes only. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
