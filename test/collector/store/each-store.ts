/** Registers tests for a store of either kind, on a database of each test's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from '@jest/globals';
import type { StoreOptions } from '../../../src/collector/store/database-store.ts';
import { openStore } from '../../../src/collector/store/open.ts';
import type { Store } from '../../../src/collector/store/store.ts';
import type { StoreSettings } from '../../../src/settings/collector.ts';
import type { LivePostgresql } from '../../support/postgresql.ts';
import { findPostgresql, startPostgresql } from '../../support/postgresql.ts';

export type StoreKind = StoreSettings['kind'];
export const STORE_KINDS = ['sqlite', 'postgresql'] as const satisfies StoreKind[];

export class StoreBench {
  readonly kind: StoreKind;
  postgresql: LivePostgresql | null = null;
  readonly #folder = mkdtempSync(join(tmpdir(), 'straggler-store-'));
  readonly #stores: Store[] = [];
  #databases = 0;

  constructor(kind: StoreKind) {
    this.kind = kind;
  }

  async start(): Promise<void> {
    if (this.kind === 'postgresql') this.postgresql = await startPostgresql();
  }

  async stop(): Promise<void> {
    await this.postgresql?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** An empty database. */
  async settings(): Promise<StoreSettings> {
    this.#databases += 1;
    if (this.postgresql === null)
      return { kind: 'sqlite', path: join(this.#folder, `${this.#databases}.db`) };
    const urlFile = join(this.#folder, `url-${this.#databases}`);
    writeFileSync(urlFile, `${await this.postgresql.createDatabase()}\n`);
    return { kind: 'postgresql', urlFile };
  }

  /** Closed after the test. */
  async open(settings: StoreSettings, options: Partial<StoreOptions> = {}): Promise<Store> {
    const store = openStore(settings, options);
    this.#stores.push(store);
    await store.start();
    return store;
  }

  async fresh(options: Partial<StoreOptions> = {}): Promise<Store> {
    return await this.open(await this.settings(), options);
  }

  async closeAll(): Promise<void> {
    for (const store of this.#stores.splice(0)) await store.stop();
  }
}

export type StoreTest = (title: string, run: (bench: StoreBench) => Promise<void>, limitMs?: number) => void;

/** Where the package of PostgreSQL is missing, its tests are skipped by name. */
export function withStore(kind: StoreKind, register: (storeTest: StoreTest) => void): void {
  describe(kind, () => {
    if (kind === 'postgresql' && findPostgresql() === null) {
      register((title) => test.skip(`${title} (apt-get install postgresql)`, () => undefined));
      return;
    }
    const bench = new StoreBench(kind);
    beforeAll(() => bench.start(), 60_000);
    afterEach(() => bench.closeAll());
    afterAll(() => bench.stop());
    register((title, run, limitMs) => test(title, () => run(bench), limitMs));
  });
}

export function withEachStore(register: (storeTest: StoreTest) => void): void {
  for (const kind of STORE_KINDS) withStore(kind, register);
}
