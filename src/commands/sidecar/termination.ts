/** One termination of the pod, from its beginning to the last delivery. */
import type { DeliveryFailure } from '../../delivery/channel.ts';
import type { CollectorChannel } from '../../delivery/channels/collector.ts';
import { openDeliveries } from '../../delivery/open.ts';
import type { Report, Trigger } from '../../report/report.ts';
import type { ContainerTargets } from '../../shutdown/pod/pod-targets.ts';
import { watchPod } from '../../shutdown/pod/pod-watch.ts';
import type { SidecarScene } from './scene.ts';
import { podOf } from './scene.ts';

export interface TerminationOptions {
  scene: SidecarScene;
  collector: CollectorChannel | null;
  trigger: Trigger;
  /** When it began, in milliseconds since 1970. */
  beganMs: number;
  /** So much earlier it may have been. */
  uncertainMs?: number;
  graceSeconds: number;
  seenBefore: readonly ContainerTargets[];
  interrupted: AbortSignal;
}

/** Before the deadline, by so much, all that is known is said in full: the container may end with the service. */
const LAST_WORDS = { ms: 700, share: 0.12 };
/** Of that time; the rest is for clocks that differ. */
const LAST_WORDS_LIMIT_SHARE = 0.8;
/** After the end: what is left of the two seconds that a native sidecar has. */
const FINISH_LIMIT_MS = 1500;
/** After an exit in time the pod waits for nobody but Straggler. */
const EARLY_FINISH_LIMIT_MS = 1000;

/** The last report of each container. */
export async function runTermination(options: TerminationOptions): Promise<Report[]> {
  const {
    scene,
    collector,
    trigger,
    beganMs,
    uncertainMs = 0,
    graceSeconds,
    seenBefore,
    interrupted,
  } = options;
  const { settings, system, output, tell } = scene;
  const deliveries = openDeliveries(settings.delivery, {
    output,
    collector,
    log: (failure) => tellFailures(scene, [failure]),
  });
  const start = { atMs: system.nowMs() - (Date.now() - beganMs), wallMs: beganMs, uncertainMs };
  const leftMs = () => start.atMs + 1000 * graceSeconds - system.nowMs();
  const lastWords = sayAllBefore(leftMs(), graceSeconds, async (limitMs) =>
    tellFailures(scene, await deliveries.settle(limitMs)),
  );
  try {
    const reports = await watchPod({
      system,
      openObserver: scene.openObserver,
      trigger,
      start,
      graceSeconds,
      slowSeconds: Math.min(settings.slowSeconds, graceSeconds),
      readSource: settings.readSource,
      maxKeptTasks: scene.maxKeptTasks,
      signal: settings.signal,
      pod: podOf(settings, seenBefore[0]?.podUid ?? null),
      interrupted,
      publish: (report) => deliveries.offer(report),
      containers: settings.containers,
      seenBefore,
      tell,
    });
    const limitMs = leftMs() > FINISH_LIMIT_MS ? EARLY_FINISH_LIMIT_MS : FINISH_LIMIT_MS;
    tellFailures(scene, await deliveries.finish(limitMs));
    return reports;
  } finally {
    clearTimeout(lastWords);
  }
}

/** The log has the report, as a rule: what did not get elsewhere is a line of it. */
function tellFailures({ tell }: SidecarScene, failures: readonly DeliveryFailure[]): void {
  for (const { channel, sentence, fix } of failures)
    tell(`a report did not get to ${channel}: ${sentence} ${fix}`, 'warn');
}

function sayAllBefore(
  leftMs: number,
  graceSeconds: number,
  settle: (limitMs: number) => Promise<unknown>,
): NodeJS.Timeout {
  const earlierMs = Math.min(LAST_WORDS.ms, LAST_WORDS.share * 1000 * graceSeconds);
  return setTimeout(
    () => {
      void settle(LAST_WORDS_LIMIT_SHARE * earlierMs);
    },
    Math.max(0, leftMs - earlierMs),
  );
}
