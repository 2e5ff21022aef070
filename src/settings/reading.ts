/** Settings of the commands that ask a collector: hangs, reports, report and ui. */
import type { ConnectionFlags, ConnectionSettings } from './connection.ts';
import { parseConnection, parseText } from './connection.ts';
import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parseChoice, parseCount, parsePort } from './values.ts';
import type { Format, ViewFlags, ViewSettings } from './view.ts';
import { formatOf, parsePath, parseView } from './view.ts';

type PrintFlags = Pick<ViewFlags, 'json' | 'color'>;

interface PrintSettings {
  stdout: ViewSettings['stdout'];
  text: ViewSettings['text'];
  /** false: rows are as long as they are, for grep and awk. */
  fitsTerminal: boolean;
}

/** By the names that the read API has for them; only what was asked for. */
export type Query = Readonly<Record<string, string>>;

export interface ListSettings extends PrintSettings {
  connection: ConnectionSettings;
  query: Query;
}

export interface HangsFlags extends ConnectionFlags, PrintFlags {
  namespace?: string | undefined;
  workload?: string | undefined;
  cause?: string | undefined;
  since?: string | undefined;
  text?: string | undefined;
}

export interface ReportsFlags extends HangsFlags {
  outcome?: string | undefined;
  fingerprint?: string | undefined;
  limit?: string | undefined;
}

export interface ReportFlags extends ConnectionFlags, PrintFlags {
  id?: string | undefined;
  html?: boolean | undefined;
  markdown?: boolean | undefined;
  out?: string | undefined;
}

export interface UiFlags extends ConnectionFlags {
  port?: string | undefined;
  /** false for --no-open. */
  open?: boolean | undefined;
}

/** What a report can be printed as, or written as. */
type ReportForm = Format | 'markdown';

export interface ReportSettings {
  connection: ConnectionSettings;
  id: string;
  form: ReportForm;
  /** null: standard output. */
  out: string | null;
  text: ViewSettings['text'];
}

export interface UiSettings {
  connection: ConnectionSettings;
  /** null: the usual one, or the next that is free. */
  port: number | null;
  opensBrowser: boolean;
}

/** As many as a page of the read API may hold. */
const MAX_REPORTS = 500;
const DEFAULT_REPORTS = 50;
/** Below it a beginning says nothing: reports of one day share it. */
const MIN_ID = 6;

export function parseHangs(flags: HangsFlags, surroundings: Surroundings): ListSettings {
  return Object.freeze({
    connection: parseConnection(flags, surroundings),
    query: parseQuery(flags),
    ...parsePrint(flags, surroundings),
  });
}

export function parseReports(flags: ReportsFlags, surroundings: Surroundings): ListSettings {
  const { outcome, fingerprint, limit } = flags;
  if (fingerprint !== undefined && !/^[0-9a-f]{4,64}$/i.test(fingerprint))
    throw new UsageError(
      `--fingerprint takes what straggler hangs shows under HANG, not ${JSON.stringify(fingerprint)}`,
    );
  const query = {
    ...parseQuery(flags),
    ...(outcome === undefined
      ? {}
      : { outcome: parseChoice('--outcome', outcome, ['hung', 'slow', 'exited', 'running']) }),
    ...(fingerprint === undefined ? {} : { fingerprint: fingerprint.toLowerCase() }),
    limit: String(limit === undefined ? DEFAULT_REPORTS : parseCount('--limit', limit, MAX_REPORTS)),
  };
  return Object.freeze({
    connection: parseConnection(flags, surroundings),
    query: Object.freeze(query),
    ...parsePrint(flags, surroundings),
  });
}

export function parseReportReading(flags: ReportFlags, surroundings: Surroundings): ReportSettings {
  const { id = '' } = flags;
  if (!/^[\w-]{6,64}$/.test(id))
    throw new UsageError(
      `ID is that of a report, or at least the first ${MIN_ID} characters of it: straggler reports lists them`,
    );
  const out = parsePath('--out', flags.out);
  const { text } = parseView({ color: flags.color }, surroundings);
  return Object.freeze({
    connection: parseConnection(flags, surroundings),
    id,
    form: parseForm(flags, out),
    out,
    // A text in a file has no use for the colours of a terminal.
    text: out === null ? text : Object.freeze({ ...text, color: false }),
  });
}

export function parseUi(flags: UiFlags, surroundings: Surroundings): UiSettings {
  return Object.freeze({
    connection: parseConnection(flags, surroundings),
    port: flags.port === undefined ? null : parsePort('--port', flags.port),
    opensBrowser: flags.open !== false && surroundings.environment.hasDisplay,
  });
}

function parsePrint(flags: PrintFlags, surroundings: Surroundings): PrintSettings {
  const { json, color } = flags;
  const { stdout, text } = parseView({ json, color }, surroundings);
  return { stdout, text, fitsTerminal: surroundings.stdoutIsTerminal };
}

/** A form that is asked for is preferred to the extension of the file. */
function parseForm({ json, html, markdown }: ReportFlags, out: string | null): ReportForm {
  const asked = Object.entries({ json, html, markdown }).flatMap(([form, isAsked]) =>
    isAsked === true ? [form as 'json' | 'html' | 'markdown'] : [],
  );
  if (asked.length > 1)
    throw new UsageError(`--${asked[0]} and --${asked[1]} exclude each other: a report is printed once`);
  if (asked[0] !== undefined) return asked[0];
  if (out === null) return 'text';
  return /\.(md|markdown)$/i.test(out) ? 'markdown' : formatOf(out);
}

function parseQuery({ namespace, workload, cause, since, text }: HangsFlags): Query {
  if (since !== undefined && !/^\d{1,5}[mhdw]$/.test(since))
    throw new UsageError(
      `--since takes minutes, hours, days or weeks (30m, 24h, 7d, 2w), not ${JSON.stringify(since)}`,
    );
  const asked = Object.entries({ namespace, workload, cause, since, text }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, parseText(`--${name}`, value)] as const],
  );
  return Object.freeze(Object.fromEntries(asked));
}
