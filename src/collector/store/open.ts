import type { StoreSettings } from '../../settings/collector.ts';
import { Postgresql } from './database/postgresql/postgresql.ts';
import { Sqlite } from './database/sqlite/sqlite.ts';
import type { StoreOptions } from './database-store.ts';
import { DatabaseStore } from './database-store.ts';
import type { Store } from './store.ts';

const LIMIT_MS = 10_000;

/** Nothing is opened before `start()`. */
export function openStore(settings: StoreSettings, options: Partial<StoreOptions> = {}): Store {
  const kind = settings.kind === 'sqlite' ? new Sqlite(settings.path) : new Postgresql(settings.urlFile);
  return new DatabaseStore(kind, { clock: Date.now, limitMs: LIMIT_MS, ...options });
}
