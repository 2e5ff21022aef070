/** What the preflight found, for a log line and for a person at a terminal. */
import type { CheckResult, CheckStatus } from './check.ts';
import type { Preflight } from './preflight.ts';

const LEVELS = { ok: 'info', note: 'info', warning: 'warn', blind: 'error' } as const satisfies Record<
  CheckStatus,
  string
>;
const MARKS: Record<CheckStatus, string> = { ok: '✓', note: '·', warning: '!', blind: '✗' };

export interface PreflightWords {
  level: 'info' | 'warn' | 'error';
  msg: string;
  fix: string | null;
}

/** One paragraph: what it will be able to see, and what is not well. */
export function preflightWords({ status, readable, pythons, results }: Preflight): PreflightWords {
  const troubles = results.filter((result) => result.status === 'warning' || result.status === 'blind');
  const fixes = troubles.map(({ fix }) => fix).filter((fix) => fix !== '');
  return {
    level: LEVELS[status],
    msg: [opening(readable, pythons), ...troubles.map(({ sentence }) => sentence)].join(' '),
    fix: fixes.length === 0 ? null : [...new Set(fixes)].join(' '),
  };
}

function opening(readable: boolean | null, pythons: Preflight['pythons']): string {
  const names = pythons.map(
    ({ container, pid, version }) => `${container} (process ${pid}, Python ${version ?? 'unknown'})`,
  );
  if (readable === null) return 'Straggler will tell of processes and signals only.';
  return readable
    ? `Straggler will be able to see ${names.join(', ')}.`
    : 'Straggler will NOT be able to see the service when it hangs.';
}

/** Lines for a terminal: a mark and a sentence, and what to change below it. */
export function preflightText({ results }: Preflight): string {
  return results.map(resultText).join('');
}

function resultText({ status, sentence, fix }: CheckResult): string {
  return `${MARKS[status]} ${sentence}\n${fix === '' ? '' : `    Fix  ${fix}\n`}`;
}
