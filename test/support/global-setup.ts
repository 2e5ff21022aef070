import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Longer than the script's own bound. */
const TIMEOUT_MS = 180_000;

/**
 * Once before all tests: gives them py-spy through the setting that the product reads, or says why there is none.
 * As a child process, because jest loads this file in a way that cannot import TypeScript modules.
 */
export default function globalSetup(): void {
  if (process.env['STRAGGLER_PY_SPY'] !== undefined) return;
  const script = resolve(import.meta.dirname, '../../scripts/py-spy.ts');
  const found = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  if (found.status === 0) process.env['STRAGGLER_PY_SPY'] = found.stdout.trim();
}
