/** Refusals in the log: of each kind one in a while, with how many there were. A thousand forged requests are no thousand lines. */
import type { Log } from '../../settings/log.ts';
import type { Refusal } from '../intake/receive-error.ts';
import type { Sender } from '../model/identity.ts';

const QUIET_MS = 10_000;

export class RefusalLog {
  readonly #log: Pick<Log, 'warn'>;
  /** By code: a closed list. */
  readonly #kinds = new Map<string, { saidAtMs: number; unsaid: number }>();

  constructor(log: Pick<Log, 'warn'>) {
    this.#log = log;
  }

  add({ status, code, sentence, fix }: Refusal, about: { sender: Sender | null; cause: unknown }): void {
    const nowMs = performance.now();
    const kind = this.#kinds.get(code) ?? { saidAtMs: Number.NEGATIVE_INFINITY, unsaid: 0 };
    this.#kinds.set(code, kind);
    if (nowMs - kind.saidAtMs < QUIET_MS) {
      kind.unsaid++;
      return;
    }
    const { sender, cause } = about;
    const pod = sender?.kind === 'pod' ? { pod: `${sender.namespace}/${sender.name}` } : {};
    // Of what a sender did wrong the reason may repeat what it sent.
    const reason = status >= 500 && cause instanceof Error ? { reason: cause.message } : {};
    const more = kind.unsaid === 0 ? {} : { alike: kind.unsaid };
    this.#log.warn({ code, status, ...pod, ...reason, ...more, fix }, sentence);
    this.#kinds.set(code, { saidAtMs: nowMs, unsaid: 0 });
  }
}
