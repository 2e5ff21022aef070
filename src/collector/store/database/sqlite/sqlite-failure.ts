/** What went wrong in SQLite. Codes: https://sqlite.org/rescode.html */
import { StoreError } from '../../store.ts';
import type { Failure } from '../database-kind.ts';

const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** The file beside it that is shared between processes could not grow. */
const IOERR_SHMSIZE = 4874;

export function sqliteFailure(error: unknown, path: string): Failure {
  if (error instanceof StoreError) return error;
  const extended = codeOf(error);
  if (extended === null) return 'refused';
  const about = ABOUT.get(extended) ?? ABOUT.get(extended & 0xff);
  if (about === undefined) return 'refused';
  const { sentence, fix, code, isTransient } = about;
  return new StoreError(sentence.replace('PATH', path), { code, fix, isTransient, cause: error });
}

function codeOf(error: unknown): number | null {
  const { errcode } = (error ?? {}) as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode : null;
}

interface About {
  code: StoreError['code'];
  sentence: string;
  fix: string;
  isTransient: boolean;
}

const full: About = {
  code: 'full',
  sentence: 'There is no space left for the database PATH.',
  fix: 'Make the volume larger, or keep less with --keep-days and --keep-reports.',
  isTransient: true,
};

const busy: About = {
  code: 'unavailable',
  sentence: 'Another process holds the database PATH.',
  fix: 'Run one collector on a SQLite file; several replicas need --store postgresql.',
  isTransient: true,
};

const closed: About = {
  code: 'unavailable',
  sentence: 'The database PATH can not be opened for writing.',
  fix: 'Create its folder, and let the user of the collector write there.',
  isTransient: false,
};

const damaged: About = {
  code: 'broken',
  sentence: 'The database PATH is damaged.',
  fix: 'Move it away with its -wal and -shm, start anew, and import the last export; `sqlite3 PATH .recover` may save more.',
  isTransient: false,
};

const ABOUT: ReadonlyMap<number, About> = new Map([
  [FULL, full],
  [IOERR_SHMSIZE, full],
  [BUSY, busy],
  [LOCKED, busy],
  [PERM, closed],
  [READONLY, closed],
  [CANTOPEN, closed],
  [CORRUPT, damaged],
  [
    NOTADB,
    {
      code: 'broken',
      sentence: 'PATH is not a SQLite database.',
      fix: 'Choose another path with --store sqlite:PATH, or move the file away.',
      isTransient: false,
    },
  ],
  [
    IOERR,
    {
      code: 'unavailable',
      sentence: 'The disk with the database PATH does not read or write.',
      fix: 'Look at the volume and at the node it is on.',
      isTransient: true,
    },
  ],
  [
    NOMEM,
    {
      code: 'unavailable',
      sentence: 'There is no memory left for the database PATH.',
      fix: 'Give the collector more memory.',
      isTransient: true,
    },
  ],
]);
