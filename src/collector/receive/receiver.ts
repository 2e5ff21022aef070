/** One request from its head to its answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CollectorMetrics } from '../../metrics/collector.ts';
import type { ReceiveSettings } from '../../settings/collector.ts';
import type { Log } from '../../settings/log.ts';
import type { Intake } from '../intake/intake.ts';
import type { FindPod } from '../intake/owner.ts';
import { readHello } from '../intake/read-hello.ts';
import { ReportReader } from '../intake/reading/report-reader.ts';
import type { Body } from '../intake/reading/unpack.ts';
import { unpack } from '../intake/reading/unpack.ts';
import { malformed, notNow, ReceiveError, tooLarge } from '../intake/receive-error.ts';
import type { Sender } from '../model/identity.ts';
import { StoreError } from '../store/store.ts';
import { answer } from './answer.ts';
import type { Authenticate } from './auth/authenticator.ts';
import { BytesInFlight, checkLength, GoneError, readBody } from './body.ts';
import type { Route } from './checks.ts';
import { isGzip, rateLimited, routeOf } from './checks.ts';
import { RateLimit } from './rate-limit.ts';
import { RefusalLog } from './refusal-log.ts';

const HELLO_BYTES = 64 * 1_024;
const IDLE_MS = 10_000;
/** As many bodies of the largest size as may be in memory at once, whoever sends how many. */
const BODIES_IN_FLIGHT = 8;

export interface ReceiverOptions {
  settings: Pick<ReceiveSettings, 'maxBodyBytes' | 'maxReportBytes' | 'reportsPerMinute'>;
  authenticate: Authenticate;
  intake: Intake;
  metrics: CollectorMetrics;
  log: Pick<Log, 'warn' | 'error'>;
  /** What the API server tells of a pod; null where it is not watched. */
  findPod?: FindPod;
  /** Longest pause within a body. */
  idleMs?: number;
}

export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #findPod: FindPod;
  readonly #reader: ReportReader;
  readonly #inFlight: BytesInFlight;
  readonly #limit: RateLimit;
  readonly #refusals: RefusalLog;

  constructor(options: ReceiverOptions) {
    const { settings, findPod = () => null } = options;
    this.#options = options;
    this.#findPod = findPod;
    this.#reader = new ReportReader({ maxReportBytes: settings.maxReportBytes, findPod });
    this.#inFlight = new BytesInFlight(BODIES_IN_FLIGHT * settings.maxBodyBytes);
    this.#limit = new RateLimit(settings.reportsPerMinute);
    this.#refusals = new RefusalLog(options.log);
  }

  /** Bytes of bodies that have come and are not dealt with. */
  get bytesInFlight(): number {
    return this.#inFlight.now;
  }

  /** Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const state: { route: Route | null; sender: Sender | null } = { route: null, sender: null };
    try {
      state.route = routeOf(request);
      const gzip = isGzip(request);
      const maxBytes = state.route === 'pods' ? HELLO_BYTES : this.#options.settings.maxBodyBytes;
      checkLength(request, maxBytes);
      state.sender = await this.#options.authenticate(request.headers.authorization);
      this.#checkRate(request, state.sender);
      const status = await this.#take(request, { route: state.route, sender: state.sender, gzip, maxBytes });
      answer(request, response, status);
    } catch (error) {
      if (error instanceof GoneError) return;
      const refused = refusalOf(error);
      const { refusal } = refused;
      if (state.route === 'reports' && refusal.counted !== null)
        this.#options.metrics.countReport(refusal.counted);
      this.#refusals.add(refusal, { sender: state.sender, cause: refused.cause });
      answer(request, response, refusal);
    }
  }

  async stop(): Promise<void> {
    await this.#reader.stop();
  }

  #checkRate(request: IncomingMessage, sender: Sender): void {
    const who = sender.kind === 'pod' ? sender.uid : (request.socket.remoteAddress ?? '');
    const seconds = this.#limit.take(`${sender.kind} ${who}`, performance.now());
    if (seconds > 0) throw rateLimited(seconds);
  }

  async #take(
    request: IncomingMessage,
    { route, sender, gzip, maxBytes }: { route: Route; sender: Sender; gzip: boolean; maxBytes: number },
  ) {
    const idleMs = this.#options.idleMs ?? IDLE_MS;
    const { bytes, release } = await readBody(request, { maxBytes, idleMs, inFlight: this.#inFlight });
    try {
      const body = { bytes, isGzip: gzip };
      if (route === 'pods') return await this.#takeHello(body, sender);
      const abridged = request.headers['x-straggler-abridged'] === 'true';
      return await this.#takeReport(body, { sender, abridged });
    } finally {
      release();
    }
  }

  async #takeReport(body: Body, about: { sender: Sender; abridged: boolean }) {
    const read = await this.#reader.read(body, { ...about, receivedAtMs: Date.now() });
    const result = await this.#options.intake.takeReport(read, Date.now);
    return result === 'accepted' ? ACCEPTED : DUPLICATE;
  }

  async #takeHello(body: Body, sender: Sender) {
    const text = unpack(body, HELLO_BYTES);
    if (text === null) throw tooLarge('The hello is too large.', 'Post what a sidecar of Straggler posts.');
    await this.#options.intake.takeHello(readHello(text, sender, this.#findPod), Date.now());
    return ACCEPTED;
  }
}

const ACCEPTED = { status: 202, code: 'accepted', sentence: 'It is kept.', fix: '' };
const DUPLICATE = {
  status: 409,
  code: 'duplicate',
  sentence: 'This revision, or a later one, is kept already.',
  fix: '',
};

function refusalOf(error: unknown): ReceiveError {
  if (error instanceof ReceiveError) return error;
  if (error instanceof StoreError) {
    // Another try would go no better: the sender should not spend its last seconds on it.
    if (error.code === 'refused')
      return malformed('store-refused', error.message, { fix: error.fix, cause: error });
    const sentence = 'The report cannot be kept now.';
    return notNow(`store-${error.code}`, { sentence, fix: error.fix }, error);
  }
  return new ReceiveError(
    {
      status: 500,
      code: 'failed',
      sentence: 'The collector failed at this request.',
      fix: 'See the log of the collector.',
      counted: null,
      retryAfterSeconds: null,
    },
    error,
  );
}
