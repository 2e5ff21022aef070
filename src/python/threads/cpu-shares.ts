/** Share of a core that each thread used between two captures of one watch. */
import type { ThreadState } from '../model/capture.ts';

export class CpuShares {
  private before = new Map<number, number>();
  private beforeMs: number | null = null;

  /** Fills `cpuPercent`; the first capture has nothing to compare with. */
  fill(threads: readonly ThreadState[], nowMs: number): void {
    const elapsedMs = this.beforeMs === null ? 0 : nowMs - this.beforeMs;
    for (const thread of threads) {
      const used = this.before.get(thread.id);
      if (used === undefined || elapsedMs <= 0 || thread.id === 0) continue;
      thread.cpuPercent = Math.max(0, Math.round(((thread.cpuMs - used) / elapsedMs) * 100));
    }
    this.before = new Map(threads.map(({ id, cpuMs }) => [id, cpuMs]));
    this.beforeMs = nowMs;
  }
}
