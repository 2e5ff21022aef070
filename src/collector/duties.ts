/** What a collector does by itself, beside answering: watch pods, settle, delete what is old, write Hang objects, tell. */
import type { ClusterAccess } from '../kubernetes/api.ts';
import type { CollectorServiceSettings } from '../settings/collector.ts';
import type { Log } from '../settings/log.ts';
import { HangWriter } from './hangs/hang-writer.ts';
import type { Intake } from './intake/intake.ts';
import type { PodFacts } from './intake/owner.ts';
import { Leadership, RENEW_MS } from './leadership.ts';
import { HangNotifier } from './notify/notifier.ts';
import { Periodic, wordsOf } from './periodic.ts';
import { PodEndings } from './pods/pod-endings.ts';
import type { Store } from './store/store.ts';

export interface DutyParts {
  settings: CollectorServiceSettings;
  access: ClusterAccess | null;
  log: Log;
  store: Store;
  intake: Intake;
}

const SETTLE_EVERY_MS = 2_000;
const GAUGES_EVERY_MS = 5_000;
const RETAIN_EVERY_MS = 10 * 60_000;
const FORGET_EVERY_MS = 60_000;
const MS_OF_DAY = 86_400_000;
/** Where no pod is watched, a pod that was not heard of for so long is taken for gone. */
const FORGET_AFTER_DAYS = 30;
/** A pod may say hello before its watch tells of it. */
const FORGET_AFTER_LIST_MS = 5 * 60_000;

interface Duty {
  start(): void;
  stop(): void | Promise<void>;
}

export class Duties {
  readonly #parts: DutyParts;
  readonly #leadership: Leadership;
  readonly #endings: PodEndings | null;
  readonly #duties: readonly Duty[];
  #alive: ReadonlySet<string> | null = null;

  constructor(parts: DutyParts) {
    this.#parts = parts;
    this.#leadership = new Leadership(parts.store);
    this.#endings = this.#podEndings();
    this.#duties = [
      ...this.#periodic(),
      ...[this.#endings, this.#hangWriter(), this.#notifier()].filter((one) => one !== null),
    ];
  }

  start(): void {
    for (const duty of this.#duties) duty.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#duties.map((duty) => duty.stop()));
  }

  /** What the API server tells of a pod; null where it is not watched, or is gone. */
  findPod(uid: string): PodFacts | null {
    return this.#endings?.describePod(uid) ?? null;
  }

  #periodic(): Periodic[] {
    const { store, intake, settings } = this.#parts;
    const leads = () => this.#leadership.isLeader();
    return [
      this.#every(RENEW_MS, 'the lead of the replicas', () => this.#leadership.renew()),
      this.#every(SETTLE_EVERY_MS, 'settling', async () => {
        await intake.settle(Date.now());
      }),
      this.#every(GAUGES_EVERY_MS, 'the gauges', () => intake.refreshGauges()),
      this.#every(FORGET_EVERY_MS, 'pods that are gone', async () => {
        const ageMs = this.#alive === null ? FORGET_AFTER_DAYS * MS_OF_DAY : FORGET_AFTER_LIST_MS;
        if (leads()) await store.forgetPods(Date.now() - ageMs, this.#alive);
      }),
      this.#every(RETAIN_EVERY_MS, 'deleting old reports', async () => {
        if (leads()) await store.retain(settings.retention, Date.now());
      }),
    ];
  }

  #every(everyMs: number, what: string, run: () => Promise<void>): Periodic {
    const { log } = this.#parts;
    return new Periodic({ everyMs, run, onTrouble: (sentence) => log.warn(`${what}: ${sentence}`) });
  }

  #podEndings(): PodEndings | null {
    const { settings, access, intake, log } = this.#parts;
    if (settings.podWatch === null || access === null) return null;
    const kept = (what: string, done: Promise<void>) => {
      done.catch((error: unknown) => log.warn(`${what} could not be kept: ${wordsOf(error)}`));
    };
    return new PodEndings({
      access,
      settings: settings.podWatch,
      events: {
        onEnding: (ending) => kept('how a container ended', intake.takeEnding(ending)),
        onPodGone: (uid) => kept('that a pod is gone', intake.podGone(uid, Date.now())),
        onAlive: (uids) => {
          this.#alive = uids;
        },
        onTrouble: (sentence) => log.warn(sentence),
      },
    });
  }

  #hangWriter(): HangWriter | null {
    const { settings, access, store, log } = this.#parts;
    if (settings.hangs === null || access === null) return null;
    return new HangWriter({
      access,
      store,
      settings: settings.hangs,
      namespaces: settings.namespaces,
      instance: settings.instance,
      pageUrl: settings.pageUrl,
      isLeader: () => this.#leadership.isLeader(),
      onTrouble: (sentence) => log.warn(sentence),
    });
  }

  #notifier(): HangNotifier | null {
    const { settings, store, log } = this.#parts;
    if (settings.webhook === null) return null;
    return new HangNotifier({
      store,
      settings: settings.webhook,
      pageUrl: settings.pageUrl,
      isLeader: () => this.#leadership.isLeader(),
      log,
      clock: Date.now,
    });
  }
}
