import { firstTables } from './first-tables.ts';
import { hangTables } from './hang-tables.ts';
import type { Migration } from './migration.ts';

/** In order. */
export const MIGRATIONS: readonly Migration[] = [firstTables, hangTables];
