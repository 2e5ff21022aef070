/** `straggler collector`. Loaded from a bundle of its own, so it says by itself what went wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Collector } from '../../collector/collector.ts';
import { wordsOf } from '../../collector/periodic.ts';
import { openStore } from '../../collector/store/open.ts';
import { StoreError } from '../../collector/store/store.ts';
import { inCluster } from '../../kubernetes/api.ts';
import type { CollectorServiceSettings } from '../../settings/collector.ts';
import { needsCluster, parseCollectorService, parseStoreOnly } from '../../settings/collector.ts';
import type { CollectorFlags } from '../../settings/collector-texts.ts';
import { readSurroundings } from '../../settings/environment.ts';
import { openLog } from '../../settings/log.ts';
import { UsageError } from '../../settings/usage-error.ts';
import { onInterrupt } from '../../shutdown/interrupted.ts';
import type { ExitStatus } from '../../shutdown/outcome.ts';
import { EXIT } from '../../shutdown/outcome.ts';
import { failureOf } from '../failures.ts';
import { say } from '../messages.ts';
import { ownVersion } from '../version.ts';
import { exportStore, importStore } from './transfer.ts';

/** After a stop within its bounds, nothing may keep the process: a peer that does not close, a query that hangs. */
const EXIT_MS = 1_000;

export async function runCollector(action: string, flags: CollectorFlags): Promise<ExitStatus> {
  try {
    if (action === 'export') return await exportStore(openStore(parseStoreOnly(flags, readSurroundings())));
    if (action === 'import') return await importStore(openStore(parseStoreOnly(flags, readSurroundings())));
    return await serve(parseCollectorService(flags, readSurroundings()));
  } catch (error) {
    if (error instanceof StoreError || isFixable(error)) {
      say(`straggler: ${wordsOf(error)}\n`);
      return EXIT.couldNotLook;
    }
    const failure = failureOf(error);
    say(failure.text);
    return failure.status;
  }
}

async function serve(settings: CollectorServiceSettings): Promise<ExitStatus> {
  const log = await openLog(settings.log);
  const interruption = onInterrupt();
  const access = needsCluster(settings) ? inCluster() : null;
  const collector = new Collector({ settings, access, log, version: ownVersion() });
  try {
    await collector.start(interruption.signal);
    await new Promise<void>((resolve) => {
      if (interruption.signal.aborted) resolve();
      interruption.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    await collector.stop();
  }
  log.info('the collector has ended');
  void sleep(EXIT_MS, undefined, { ref: false }).then(() => process.exit(EXIT.inTime));
  return EXIT.inTime;
}

/** An address that is taken, a certificate that cannot be read: a person can mend it. */
function isFixable(error: unknown): boolean {
  return (
    error instanceof Error &&
    !(error instanceof UsageError) &&
    typeof (error as { fix?: unknown }).fix === 'string'
  );
}
