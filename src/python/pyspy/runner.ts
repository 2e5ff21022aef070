/** py-spy as a child process: what it printed, never trusted. */
export type PySpyResult =
  | { outcome: 'ok'; json: string; blocking: boolean; durationMs: number }
  | { outcome: 'missing'; searched: string[] }
  | { outcome: 'failed'; exitCode: number | null; message: string }
  | { outcome: 'timeout'; afterMs: number };

export interface PySpyRunner {
  /** Never rejects; killed hard after `budgetMs`. */
  dump(pid: number, budgetMs: number): Promise<PySpyResult>;
}
