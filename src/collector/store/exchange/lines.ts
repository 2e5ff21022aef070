/**
 * An export: a line of JSON names the form, each of the others holds a row. A database of either kind takes it. Pods and
 * leases are about now, and stay out.
 */
import type { Tables } from '../database/tables.ts';

export const EXPORT_SCHEMA = 'straggler.export/v1';

export interface FirstLine {
  schema: typeof EXPORT_SCHEMA;
  /** Of the database it comes from. */
  form: number;
}

export interface RowLine {
  table: keyof typeof EXPORTED;
  /** Of a report with its `finding`, and its `document` in base64. */
  row: { [column: string]: string | number | null };
}

/** Key columns, in whose order it is read. */
export const EXPORTED = {
  reports: ['received_at', 'id'],
  terminations: ['id'],
  hangs: ['namespace', 'fingerprint'],
  hang_places: ['id'],
  hang_days: ['place_id', 'day'],
  hang_images: ['place_id', 'image'],
  hang_nodes: ['place_id', 'node'],
  hang_pods: ['place_id', 'pod_uid'],
  series_keys: ['namespace', 'workload_kind', 'workload', 'container'],
} as const satisfies Partial<Record<keyof Tables, readonly string[]>>;
