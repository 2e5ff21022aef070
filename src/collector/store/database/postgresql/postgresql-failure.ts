/**
 * What went wrong with PostgreSQL. States: https://www.postgresql.org/docs/current/errcodes-appendix.html
 * The driver's own error goes along only where the server has spoken: others may hold the address, with its password.
 */
import { StoreError } from '../../store.ts';
import type { Failure } from '../database-kind.ts';

interface About {
  code: StoreError['code'];
  sentence: string;
  fix: string;
  isTransient: boolean;
}

const gone: About = {
  code: 'unavailable',
  sentence: 'PostgreSQL can not be reached',
  fix: 'Look whether it is up, and whether the host and port in the file of --database-url-file are right.',
  isTransient: true,
};

const refused: About = {
  code: 'unavailable',
  sentence: 'PostgreSQL does not accept the user or the password',
  fix: 'Put the right ones into the file of --database-url-file; it is read again for the next try.',
  isTransient: true,
};

const missing: About = {
  code: 'unavailable',
  sentence: 'PostgreSQL has no such database',
  fix: 'Create it, or name another one in the file of --database-url-file.',
  isTransient: true,
};

const full: About = {
  code: 'full',
  sentence: 'PostgreSQL has no space left on its disk',
  fix: 'Make its volume larger, or keep less with --keep-days and --keep-reports.',
  isTransient: true,
};

const slow: About = {
  code: 'too-slow',
  sentence: 'PostgreSQL did not finish in time',
  fix: 'Look for what else keeps it busy or holds locks on the tables of Straggler.',
  isTransient: true,
};

const denied: About = {
  code: 'unavailable',
  sentence: 'The user of PostgreSQL may not create or use the tables',
  fix: 'GRANT CREATE, USAGE ON SCHEMA public to it, or make it the owner of the database.',
  isTransient: false,
};

const damaged: About = {
  code: 'broken',
  sentence: 'PostgreSQL says that its data is damaged',
  fix: 'Restore the database from a backup.',
  isTransient: false,
};

/** By the whole state, else by its class. */
const ABOUT: Readonly<Record<string, About>> = {
  '08': gone,
  '25006': gone,
  '28': refused,
  '3D': missing,
  '42501': denied,
  '53': gone,
  '53100': full,
  '55P03': slow,
  '57014': slow,
  '57': gone,
  '58': gone,
  '58030': full,
  XX001: damaged,
  XX002: damaged,
};

/** serialization_failure, deadlock_detected; unique_violation: another replica gave the same name at the same moment. */
const AGAIN: ReadonlySet<string> = new Set(['40001', '40P01', '23505']);

export function postgresqlFailure(error: unknown): Failure {
  if (error instanceof StoreError) return error;
  const state = stateOf(error);
  if (state === null) return storeError(isTimeout(error) ? slow : gone, '');
  if (AGAIN.has(state)) return 'again';
  const about = ABOUT[state] ?? ABOUT[state.slice(0, 2)];
  return about === undefined ? 'refused' : storeError(about, ` (${state})`, error);
}

function storeError(
  { code, sentence, fix, isTransient }: About,
  detail: string,
  cause?: unknown,
): StoreError {
  return new StoreError(`${sentence}${detail}.`, { code, fix, isTransient, cause });
}

/** Only what the server says has a severity. */
function stateOf(error: unknown): string | null {
  const { severity, code } = (error ?? {}) as { severity?: unknown; code?: unknown };
  return severity !== undefined && typeof code === 'string' ? code : null;
}

function isTimeout(error: unknown): boolean {
  return (error as { message?: unknown } | null)?.message === 'Query read timeout';
}
