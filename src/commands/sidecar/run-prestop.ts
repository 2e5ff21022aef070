/**
 * The preStop hook of the sidecar: starts the watcher, detached, and waits for no more than its end. What it takes to start
 * is missing in the grace period, so nothing is loaded here that is not needed, and it never fails: the kubelet would only
 * log it.
 */
import type { ChildProcess } from 'node:child_process';
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
/** A hook that is still there at the deadline is killed, and told as failed. */
const BEFORE_DEADLINE_MS = 1000;

export async function runPrestop(): Promise<void> {
  const beganMs = Date.now() - 1000 * process.uptime() - BEFORE_HOOK_MS;
  try {
    const settings = parseSidecar({}, readSurroundings());
    if (settings.mode === 'resident' && (await tellResident(settings, beganMs))) return;
    const deadlineMs = beganMs + 1000 * settings.graceSeconds;
    await stayWith(startWatcher(beganMs), deadlineMs - Date.now());
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
function startWatcher(beganMs: number): ChildProcess {
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
  for (const file of [out, err]) if (typeof file === 'number') closeSync(file);
  return watcher;
}

/**
 * Until the watcher has said its last words, or the deadline is near: the kubelet sends the sidecar SIGTERM as soon as the
 * service has ended and this hook has returned, and the watcher would end with the sidecar, its last report unwritten. It
 * holds up nobody before: a native sidecar's turn comes after the service's end (measured on a real node).
 */
async function stayWith(watcher: ChildProcess, leftMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    watcher.once('exit', () => resolve());
    watcher.once('error', () => resolve());
  });
  const limit = new Promise<void>((resolve) => {
    setTimeout(resolve, Math.max(0, leftMs - BEFORE_DEADLINE_MS));
  });
  await Promise.race([ended, limit]);
  process.exit(0);
}

function logOf(sleeper: number, descriptor: 1 | 2): number | 'ignore' {
  try {
    return openSync(`/proc/${sleeper}/fd/${descriptor}`, 'w');
  } catch {
    return 'ignore';
  }
}
