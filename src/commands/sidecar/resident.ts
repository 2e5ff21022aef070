/** A sidecar that stays up: it serves its health and metrics, and notices a termination by whatever tells of it first. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectorChannel } from '../../delivery/channels/collector.ts';
import { openCollector } from '../../delivery/open.ts';
import type { SidecarMetrics } from '../../metrics/sidecar.ts';
import { createSidecarMetrics } from '../../metrics/sidecar.ts';
import type { Trigger } from '../../report/report.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import type { ContainerTargets } from '../../shutdown/pod/pod-targets.ts';
import { StopSigns } from '../../shutdown/pod/stop-signs.ts';
import { ownVersion } from '../version.ts';
import { startServer } from './resident-server.ts';
import type { SidecarScene } from './scene.ts';
import { sayHello, tellPreflight } from './scene.ts';
import { preflightOf } from './start-up.ts';
import { runTermination } from './termination.ts';

/** How many pauses between looks a process may have been stopping when it is noticed, on the average. */
const SIGN_LOOKS = 1.5;
const HELLO_LIMIT_MS = 10_000;
/** A native sidecar has two seconds after the kill: half a second of them is for the last delivery. */
const AFTER_SIGTERM_MS = 1500;
/** The SIGTERM of a native sidecar follows the end of the others, which a watch has just told of. */
const JUST_ENDED_MS = 60_000;

interface BeginOptions {
  /** Whoever began it is to be trusted with a signal of Straggler's own. */
  maySignal: boolean;
  /** Milliseconds since 1970; null: now. */
  beganMs?: number | null;
  uncertainMs?: number;
  /** null: that of the settings. */
  graceSeconds?: number | null;
}

export class Resident {
  readonly #scene: SidecarScene;
  readonly #metrics: SidecarMetrics;
  /** Aborted when the sidecar itself is to end. */
  readonly #ending = new AbortController();
  /** Aborted when a watch may not go on any longer. */
  readonly #giveUp = new AbortController();
  #collector: CollectorChannel | null = null;
  #seen: readonly ContainerTargets[] = [];
  #isReady = false;
  #termination: Promise<unknown> | null = null;
  /** The pod itself terminates, not only one of its containers: there is no further termination after that. */
  #podEnds = false;
  /** When the latest watch was over, on the system's clock. */
  #endedAtMs = Number.NEGATIVE_INFINITY;

  constructor(scene: SidecarScene) {
    this.#scene = scene;
    const { mode, profile } = scene.settings;
    this.#metrics = createSidecarMetrics({ version: ownVersion(), mode, profile });
  }

  async run(): Promise<ExitStatus> {
    const { settings, system } = this.#scene;
    const onTerm = () => this.#onTerm();
    process.on('SIGTERM', onTerm);
    const server = await startServer({
      port: settings.port,
      metrics: this.#metrics,
      isReady: () => this.#isReady,
      prestop: (isLocal, beganMs) =>
        this.#begin('prestop', { maySignal: isLocal, beganMs: isLocal ? beganMs : null }),
    });
    const stopApiWatch = settings.apiWatch ? await this.#watchApi() : null;
    try {
      this.#collector = await openCollector(settings.delivery, ownVersion());
      if ((await this.#preflight()) === 'blind' && settings.onBlind === 'fail') return EXIT.hung;
      await this.#lookForStopSigns();
      await this.#termination;
      return EXIT.inTime;
    } finally {
      stopApiWatch?.();
      process.off('SIGTERM', onTerm);
      server.close();
      server.closeAllConnections();
      system.close();
    }
  }

  async #preflight(): Promise<string> {
    const { preflight, targets } = await preflightOf(this.#scene, this.#ending.signal);
    this.#seen = targets;
    this.#metrics.setTarget({ readable: preflight.readable === true, pythons: preflight.pythons.length });
    this.#isReady = true;
    if (this.#ending.signal.aborted) return preflight.status;
    await tellPreflight(this.#scene, preflight);
    await sayHello(this.#scene, {
      preflight,
      collector: this.#collector,
      version: ownVersion(),
      limitMs: HELLO_LIMIT_MS,
      ending: this.#ending.signal,
    });
    return preflight.status;
  }

  /** Until the sidecar is to end. */
  async #lookForStopSigns(): Promise<void> {
    const { system, openObserver, settings } = this.#scene;
    const signs = new StopSigns(system, openObserver, settings.containers);
    while (!this.#ending.signal.aborted) {
      await sleep(signs.pauseMs, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      if (this.#ending.signal.aborted || this.#termination !== null || this.#podEnds) continue;
      const sign = await signs.look();
      if (sign === null) continue;
      const { container, process, sentence } = sign;
      this.#scene.tell(`process ${process.pid} of container ${container} was asked to stop: ${sentence}`);
      // It came before this look, or the one before: a sign may take two of them.
      const agoMs = SIGN_LOOKS * signs.pauseMs;
      this.#begin('process', { maySignal: false, beganMs: Date.now() - agoMs, uncertainMs: agoMs });
    }
    signs.close();
  }

  /** After it, another container may be restarted: a termination of the pod is only the last of several. */
  #begin(
    trigger: Trigger,
    { maySignal, beganMs = null, uncertainMs = 0, graceSeconds = null }: BeginOptions,
  ): void {
    if (this.#termination !== null || this.#podEnds) return;
    this.#podEnds = trigger !== 'process' && maySignal;
    const { settings } = this.#scene;
    const scene = maySignal
      ? this.#scene
      : {
          ...this.#scene,
          settings: { ...settings, signal: { ...settings.signal, policy: 'never' as const } },
        };
    this.#termination = runTermination({
      scene,
      collector: this.#collector,
      trigger,
      beganMs: beganMs ?? Date.now(),
      uncertainMs,
      graceSeconds: graceSeconds ?? settings.graceSeconds,
      seenBefore: this.#seen,
      interrupted: this.#giveUp.signal,
    })
      .catch((error: unknown) => {
        this.#scene.tell(
          `the watch failed: ${error instanceof Error ? error.message : String(error)}`,
          'error',
        );
      })
      .finally(() => {
        this.#termination = null;
        this.#endedAtMs = this.#scene.system.nowMs();
      });
  }

  /** In a native sidecar it comes when the other containers are gone, or in an ordinary one with their own. */
  #onTerm(): void {
    const isOver = this.#scene.system.nowMs() - this.#endedAtMs < JUST_ENDED_MS;
    if (this.#termination === null) {
      if (!isOver) this.#begin('sigterm', { maySignal: false });
    } else setTimeout(() => this.#giveUp.abort(), AFTER_SIGTERM_MS).unref();
    this.#ending.abort();
  }

  /** Loaded only when it is on: the client of the API takes 20 MiB. */
  async #watchApi(): Promise<() => void> {
    const { watchOwnPod } = await import('../../kubernetes/watch-own-pod.ts');
    const { pod } = this.#scene.settings;
    if (pod === null) {
      this.#scene.tell(
        'the API is not watched: STRAGGLER_POD_NAME and STRAGGLER_POD_NAMESPACE are not set',
        'warn',
      );
      return () => undefined;
    }
    return watchOwnPod(pod, {
      onDeletion: ({ startedAtMs, graceSeconds }) => {
        // Stamped in whole seconds.
        const beganMs = Math.max(startedAtMs, Date.now() - 1000);
        this.#begin('api', { maySignal: true, beganMs, graceSeconds });
      },
      onTrouble: (sentence) => this.#scene.tell(sentence, 'warn'),
    });
  }
}
