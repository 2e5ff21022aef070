/**
 * The preStop hook of the sidecar: starts the watcher, detached, and returns at once. What it takes is missing in the grace
 * period, so nothing is loaded here that is not needed, and it never fails: the kubelet would only log it.
 */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { request } from 'node:http';
import { readSurroundings } from '../../settings/environment.ts';
import type { SidecarSettings } from '../../settings/sidecar.ts';
import { parseSidecar } from '../../settings/sidecar.ts';
import { ownFirstProcess } from '../../shutdown/pod/sleeper.ts';
import { LiveSystem } from '../../target/live-system.ts';
import { say } from '../messages.ts';

/** From the kubelet's own beginning, and its SIGTERM, to the start of a hook (measured on an idle node: 45 to 60 ms). */
const BEFORE_HOOK_MS = 50;
/** The resident watcher answers before it does anything. */
const RESIDENT_LIMIT_MS = 300;

export async function runPrestop(): Promise<void> {
  const beganMs = Date.now() - 1000 * process.uptime() - BEFORE_HOOK_MS;
  try {
    const settings = parseSidecar({}, readSurroundings());
    if (settings.mode === 'resident' && (await tellResident(settings, beganMs))) return;
    startWatcher(beganMs);
  } catch (error) {
    say(
      `straggler: the preStop hook started no watcher: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}

function tellResident({ port }: SidecarSettings, beganMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: `/prestop?began=${beganMs}`,
      method: 'POST',
      timeout: RESIDENT_LIMIT_MS,
    };
    const asked = request(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.on('timeout', () => asked.destroy());
    asked.end();
  });
}

/** Its output goes to the log of the container: the hook's own is thrown away by the kubelet, which waits for its end. */
function startWatcher(beganMs: number): void {
  const system = new LiveSystem();
  const sleeper = ownFirstProcess(system)?.pid ?? 0;
  const [out, err] = [logOf(sleeper, 1), logOf(sleeper, 2)];
  const words = [
    ...process.execArgv,
    process.argv[1] ?? '',
    'watch',
    '--began',
    String(beganMs),
    String(sleeper),
  ];
  const watcher = spawn(process.execPath, words, { detached: true, stdio: ['ignore', out, err] });
  watcher.unref();
  for (const file of [out, err]) if (typeof file === 'number') closeSync(file);
}

function logOf(sleeper: number, descriptor: 1 | 2): number | 'ignore' {
  try {
    return openSync(`/proc/${sleeper}/fd/${descriptor}`, 'w');
  } catch {
    return 'ignore';
  }
}
