/** A look at a damaged recording, as `straggler dump` has it, with all that it cost. */
import type { CaptureAt } from '../../src/diagnosis/context.ts';
import { createObserver } from '../../src/python/process-observer.ts';
import { reportJson } from '../../src/report/render/json.ts';
import { renderText } from '../../src/report/render/text.ts';
import { Revisions } from '../../src/shutdown/revisions.ts';
import { LookError } from '../../src/target/look-error.ts';
import type { Recording } from '../../src/target/recording.ts';
import { ReplaySystem } from '../../src/target/replay-system.ts';

/** What two captures may take. The rest of a run is for what is made of them. */
const BUDGET_MS = 1_000;
const SIGNAL = { number: 15, name: 'SIGTERM', sentBy: 'straggler' } as const;

export interface Cost {
  /** False where nothing could be said, which is an answer too. */
  captured: boolean;
  cpuMs: number;
  bytesRead: number;
  reportBytes: number;
  heapGrownBytes: number;
}

/** A clock that runs with this process's own time: another process that takes the processor away does not count. */
class FuzzedSystem extends ReplaySystem {
  bytesRead = 0;
  readonly #beganMs = cpuMs();
  readonly #firstMs: number;

  constructor(recording: Recording) {
    super(recording);
    this.#firstMs = recording.clock[0] ?? 0;
  }

  override readAt(path: string, position: number, lengthBytes: number): Buffer {
    const bytes = super.readAt(path, position, lengthBytes);
    this.bytesRead += bytes.length;
    return bytes;
  }

  override nowMs(): number {
    return this.#firstMs + cpuMs() - this.#beganMs;
  }
}

/** `stopping`: two looks, with a signal in between. */
export async function look(recording: Recording, stopping: boolean): Promise<Cost> {
  const beganMs = cpuMs();
  const heapBytes = process.memoryUsage().heapUsed;
  const system = new FuzzedSystem(recording);
  const report = await reportOf(system, recording.pid, stopping);
  return {
    captured: report !== null,
    cpuMs: cpuMs() - beganMs,
    bytesRead: system.bytesRead,
    reportBytes: report === null ? 0 : report.length,
    heapGrownBytes: process.memoryUsage().heapUsed - heapBytes,
  };
}

async function reportOf(system: ReplaySystem, pid: number, stopping: boolean): Promise<string | null> {
  const observer = createObserver({ system, pid, pySpy: null, readSource: true });
  try {
    const captures: CaptureAt[] = [];
    for (const seconds of stopping ? [-1, 2] : [0])
      captures.push({ seconds, capture: await observer.capture(BUDGET_MS / 2) });
    const signal = stopping ? { ...SIGNAL, sentToPid: pid } : null;
    const report = new Revisions({ system, pid, readSource: true }).next({
      evidence: { captures, signal, graceSeconds: stopping ? 10 : null, ended: false },
      outcome: 'running',
      complete: true,
      shutdown: null,
      timeline: [],
      limits: [],
    });
    return reportJson(report) + renderText(report, { color: false, width: 100 });
  } catch (error) {
    if (error instanceof LookError) return null;
    throw error;
  } finally {
    observer.close();
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
