/** Waits until a started program is ready to be stopped, and says which of its processes is the Python. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyWhen } from '../settings/drill.ts';
import type { ProcessFacts } from '../target/facts.ts';
import { LookError } from '../target/look-error.ts';
import type { System } from '../target/system.ts';
import type { Drilled } from './drilled.ts';
import { InterruptedError } from './interrupted.ts';
import { QuietRule } from './quiet.ts';
import type { Started } from './spawn.ts';

export interface ReadyOptions {
  system: System;
  started: Started;
  drilled: Drilled;
  when: ReadyWhen;
  timeoutMs: number;
  interrupted: AbortSignal;
}

const POLL_MS = 25;
const CONNECT_MS = 1000;
/** Ready by its own word, but no Python yet: a launcher may take a moment. */
const PYTHON_MS = 2000;
/** A daemon's last fork and its parent's end are moments apart. */
const DAEMON_MS = 100;

/** Rejects with a LookError when the program ends, or does not get ready in time. */
export async function waitUntilReady(options: ReadyOptions): Promise<ProcessFacts> {
  const { system, started, drilled, timeoutMs, interrupted } = options;
  const beganMs = system.nowMs();
  const isReady = readiness(options, beganMs);
  let readyAtMs: number | null = null;
  let rootEndedAtMs: number | null = null;
  for (;;) {
    if (interrupted.aborted) throw new InterruptedError();
    const { rootAlive, python } = drilled.look();
    const nowMs = system.nowMs();
    if (!rootAlive) rootEndedAtMs ??= nowMs;
    if (python === null && rootEndedAtMs !== null && nowMs - rootEndedAtMs > DAEMON_MS)
      throw endedEarly(started);
    if (readyAtMs === null && (await isReady(python))) readyAtMs = nowMs;
    if (readyAtMs !== null && python !== null) return python;
    if (readyAtMs !== null && nowMs - readyAtMs > PYTHON_MS) throw noPython();
    if (nowMs - beganMs > timeoutMs) throw notReady(options, python);
    await sleep(POLL_MS);
  }
}

type Readiness = (python: ProcessFacts | null) => boolean | Promise<boolean>;

function readiness({ when, started, system }: ReadyOptions, beganMs: number): Readiness {
  switch (when.kind) {
    case 'pattern':
      started.output.expect(when.pattern);
      return () => started.output.matched;
    case 'port':
      return () => accepts(when.port);
    case 'after':
      return () => system.nowMs() - beganMs >= 1000 * when.seconds;
    case 'quiet': {
      const rule = new QuietRule();
      return (python) => python !== null && rule.isReady(python, system.nowMs());
    }
  }
}

async function accepts(port: number): Promise<boolean> {
  const answers = await Promise.all(['127.0.0.1', '::1'].map((host) => acceptsAt(host, port)));
  return answers.includes(true);
}

function acceptsAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(CONNECT_MS, () => answer(false));
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}

function endedEarly({ child }: Started): LookError {
  const { exitCode, signalCode } = child;
  const how = signalCode === null ? `with exit status ${exitCode ?? '?'}` : `by ${signalCode}`;
  return new LookError(
    'ended-early',
    `The command ended by itself (${how}) before it was to be stopped.`,
    'Its output is above. A drill needs a program that runs until it is told to stop; with --ready-after 0.5 it is told so sooner.',
  );
}

function noPython(): LookError {
  return new LookError(
    'not-python',
    'The command got ready, but there is no Python among its processes.',
    'Give the command that runs the Python service itself.',
  );
}

function notReady({ when, timeoutMs }: ReadyOptions, python: ProcessFacts | null): LookError {
  return new LookError(
    'not-ready',
    `The command did not get ready within ${timeoutMs / 1000} s: ${missing(when, python)}.`,
    'Give it more time with --ready-timeout, or say with --ready, --ready-port or --ready-after how it shows that it is ready.',
  );
}

function missing(when: ReadyWhen, python: ProcessFacts | null): string {
  if (when.kind === 'pattern') return `nothing that it printed matches ${when.pattern}`;
  if (when.kind === 'port') return `port ${when.port} accepts no connection`;
  return python === null ? 'no Python runs in it' : 'its Python did not settle';
}
