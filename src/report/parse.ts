/** Reads a report that this or another version of Straggler wrote; it may come from anyone. */

import { nonConformity } from './parse/conform.ts';
import { fillLaterFields } from './parse/later-fields.ts';
import { isRecord } from './parse/record.ts';
import { tidyTree } from './parse/tidy-tree.ts';
import type { Report } from './report.ts';
import { visible } from './sanitise.ts';

const SCHEMA = /^straggler\.report\/v(\d{1,9})$/;

type ReportFormatErrorCode = 'not-json' | 'not-a-report' | 'newer-version' | 'wrong-shape';

/** The text is no report that can be read; carries what the user can do about it. */
export class ReportFormatError extends Error {
  override readonly name = 'ReportFormatError';
  readonly code: ReportFormatErrorCode;
  readonly fix: string;

  constructor(sentence: string, about: { code: ReportFormatErrorCode; fix: string; cause?: unknown }) {
    super(sentence, { cause: about.cause });
    this.code = about.code;
    this.fix = about.fix;
  }
}

/**
 * Fields and words of a newer v1 are kept, fields that an older one lacks are filled in, names are bounded as in a
 * report of one's own. Throws `ReportFormatError`, and nothing else.
 */
export function parseReport(text: string): Report {
  const value = parseJson(text);
  checkVersion(value);
  if (!tidyTree(value)) throw wrongShape('it is nested too deeply');
  fillLaterFields(value);
  const flaw = nonConformity(value);
  if (flaw !== null) throw wrongShape(flaw);
  return value as unknown as Report;
}

function parseJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReportFormatError('The text is not JSON, or not all of it.', {
      code: 'not-json',
      fix: 'Give the whole of what straggler printed with --json or wrote with --out.',
      cause: error,
    });
  }
  if (isRecord(value)) return value;
  throw notAReport('The JSON is not an object.');
}

function checkVersion(value: Record<string, unknown>): void {
  const { schema } = value;
  const version = typeof schema === 'string' ? SCHEMA.exec(schema)?.[1] : undefined;
  if (version === undefined)
    throw notAReport('The JSON has no field "schema" that names a report of Straggler.');
  if (version === '1') return;
  throw new ReportFormatError(
    `The report has version ${version} of the format; this Straggler reads version 1.`,
    { code: 'newer-version', fix: 'Open it with a newer Straggler, at least the one that wrote it.' },
  );
}

function notAReport(sentence: string): ReportFormatError {
  return new ReportFormatError(sentence, {
    code: 'not-a-report',
    fix: 'Give a report: what straggler prints with --json or writes with --out.',
  });
}

function wrongShape(flaw: string): ReportFormatError {
  return new ReportFormatError(`The report does not have the shape of its version: ${visible(flaw)}.`, {
    code: 'wrong-shape',
    fix: 'Write it again with straggler; if another program made it, check it against schema/report.v1.json.',
  });
}
