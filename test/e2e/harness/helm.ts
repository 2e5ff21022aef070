/** Helm, where this machine has it. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { chartTool } from '../../../scripts/chart-tools.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 180_000;

/** STRAGGLER_E2E_HELM, the one that the charts are tested with, or `helm` on PATH; null when there is none. */
export function findHelm(): string | null {
  const places = [process.env['STRAGGLER_E2E_HELM'], chartTool('helm4'), 'helm'];
  const isHelm = (place: string) => spawnSync(place, ['version', '--short']).status === 0;
  return places.find((place): place is string => typeof place === 'string' && isHelm(place)) ?? null;
}

/** What helm prints, its complaints included when it fails. */
export async function helm(path: string, words: readonly string[]): Promise<string> {
  try {
    return (await run(path, words, { timeout: TIMEOUT_MS, maxBuffer: 10_000_000 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`helm ${words.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
