/** `straggler collector export` and `import`: everything that is kept, as lines of JSON. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Store } from '../../collector/store/store.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { say } from '../messages.ts';

/** Whoever reads may have had enough (`| head`): that is no failure. */
export async function exportStore(store: Store): Promise<ExitStatus> {
  await store.start();
  const reader = new AbortController();
  process.stdout.once('error', () => reader.abort());
  try {
    for await (const line of store.exportLines()) {
      if (reader.signal.aborted) break;
      if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain', { signal: reader.signal });
    }
  } catch (error) {
    if (!reader.signal.aborted) throw error;
  } finally {
    await store.stop();
  }
  return EXIT.inTime;
}

export async function importStore(store: Store): Promise<ExitStatus> {
  await store.start();
  try {
    const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
    const { reports, skipped } = await store.importLines(lines);
    say(`straggler: ${reports} reports were imported, ${skipped} were there already\n`);
  } finally {
    await store.stop();
  }
  return EXIT.inTime;
}
