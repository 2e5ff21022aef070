/** py-spy's answer as part of a recording. */
import type { PySpyResult, PySpyRunner } from '../python/pyspy/runner.ts';
import type { Recording } from '../target/recording.ts';

const BLOB = 'py-spy';

export class RecordingRunner implements PySpyRunner {
  readonly #inner: PySpyRunner;
  readonly #recording: Recording;

  constructor(inner: PySpyRunner, recording: Recording) {
    this.#inner = inner;
    this.#recording = recording;
  }

  async dump(pid: number, budgetMs: number): Promise<PySpyResult> {
    const result = await this.#inner.dump(pid, budgetMs);
    this.#recording.blobs.set(BLOB, Buffer.from(JSON.stringify(result)));
    return result;
  }
}

/** null when the recording was made without py-spy. */
export function recordedRunner(recording: Recording): PySpyRunner | null {
  const blob = recording.blobs.get(BLOB);
  if (blob === undefined) return null;
  const result = JSON.parse(blob.toString('utf8')) as PySpyResult;
  return { dump: () => Promise.resolve(result) };
}
