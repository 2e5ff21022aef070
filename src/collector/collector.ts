/** The collector: its parts, put together as the settings want it, started and stopped in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CAUSE_CODES } from '../diagnosis/vocabulary.ts';
import type { ClusterAccess } from '../kubernetes/api.ts';
import { reviewToken } from '../kubernetes/token-review.ts';
import type { CollectorMetrics } from '../metrics/collector.ts';
import { createCollectorMetrics } from '../metrics/collector.ts';
import type { CollectorServiceSettings } from '../settings/collector.ts';
import type { Log } from '../settings/log.ts';
import { Duties } from './duties.ts';
import { Intake } from './intake/intake.ts';
import { wordsOf } from './periodic.ts';
import { createAuthenticate } from './receive/auth/authenticator.ts';
import { MetricsServer } from './receive/metrics-server.ts';
import { ReceiveServer } from './receive/receive-server.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';
import { StoreError } from './store/store.ts';
import { ReadServer } from './web/read-server.ts';

export interface CollectorParts {
  settings: CollectorServiceSettings;
  /** null where nothing needs Kubernetes' API. */
  access: ClusterAccess | null;
  log: Log;
  version: string;
  /** How long after its deadline, or its end, an outcome is taken for final; unset: half a minute. */
  settleAfterMs?: number;
}

/** Between two tries to open a store that is not there yet. */
const OPEN_PAUSE_MS = 2_000;

export interface Ports {
  receive: number;
  metrics: number;
  read: number;
}

export class Collector {
  readonly #parts: CollectorParts;
  readonly #store: Store;
  readonly #metrics: CollectorMetrics;
  readonly #intake: Intake;
  readonly #duties: Duties;
  readonly #metricsServer: MetricsServer;
  readonly #receiveServer: ReceiveServer;
  readonly #readServer: ReadServer;

  constructor(parts: CollectorParts) {
    const { settings, access, log, version } = parts;
    this.#parts = parts;
    this.#store = openStore(settings.store);
    this.#metrics = createCollectorMetrics({ version, causes: CAUSE_CODES, maxSeries: settings.maxSeries });
    const { settleAfterMs } = parts;
    this.#intake = new Intake({
      store: this.#store,
      metrics: this.#metrics,
      ...(settleAfterMs === undefined ? {} : { settleAfterMs }),
    });
    this.#duties = new Duties({ settings, access, log, store: this.#store, intake: this.#intake });
    this.#metricsServer = new MetricsServer({
      address: settings.metricsAddress,
      metrics: this.#metrics,
      store: this.#store,
    });
    this.#receiveServer = new ReceiveServer({
      settings: settings.receive,
      authenticate: createAuthenticate(settings.receive.auth, senderReview(parts)),
      intake: this.#intake,
      metrics: this.#metrics,
      log,
      findPod: (uid) => this.#duties.findPod(uid),
    });
    this.#readServer = new ReadServer({
      store: this.#store,
      settings: settings.read,
      version,
      access,
      clock: Date.now,
      onTrouble: (error) => log.error(error, 'a page could not be shown'),
    });
  }

  /**
   * Health and metrics are there at once, what needs the store as soon as it can be opened: a database may be up later.
   * Rejects with a StoreError that time does not mend, or when an address cannot be used.
   */
  async start(signal: AbortSignal): Promise<Ports | null> {
    const { log } = this.#parts;
    const { port: metrics } = await this.#metricsServer.start();
    if (!(await this.#open(signal))) return null;
    await this.#intake.start();
    this.#duties.start();
    const [{ port: receive }, { port: read }] = [
      await this.#receiveServer.start(),
      await this.#readServer.start(),
    ];
    const ports = { receive, metrics, read };
    log.info(
      ports,
      `the collector receives on port ${receive}, has metrics on ${metrics}, and shows on ${read}`,
    );
    return ports;
  }

  /** What has been accepted is kept; each part has its own bound. */
  async stop(): Promise<void> {
    await Promise.all([this.#receiveServer.stop(), this.#readServer.stop(), this.#duties.stop()]);
    await this.#metricsServer.stop();
    await this.#store.stop();
  }

  /** false: asked to end before it could be opened. */
  async #open(signal: AbortSignal): Promise<boolean> {
    let told = '';
    while (!signal.aborted) {
      try {
        await this.#store.start();
        return true;
      } catch (error) {
        if (!(error instanceof StoreError && error.isTransient)) throw error;
        const sentence = wordsOf(error);
        if (sentence !== told) this.#parts.log.error(sentence);
        told = sentence;
        await sleep(OPEN_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return false;
  }
}

function senderReview({ settings, access }: CollectorParts) {
  const { auth } = settings.receive;
  return async (token: string, signal: AbortSignal) => {
    if (access === null || auth.kind !== 'kubernetes') throw new Error('no API server was to be asked');
    return await reviewToken(access, { token, audience: auth.audience, signal });
  };
}
