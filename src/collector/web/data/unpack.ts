/** A report out of its gzip, no larger than a page can be made of in the time of a request. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseReport, ReportFormatError } from '../../../report/parse.ts';
import type { Report } from '../../../report/report.ts';
import { ReadProblem } from '../problem.ts';

/** The others are for a program: rendering one would keep senders waiting. Some 40,000 survivors. */
const MOST_BYTES = 16 * 1_048_576;
/** More than any collector takes. */
const MOST_JSON_BYTES = 1_024 * 1_048_576;
const unpack = promisify(gunzip);

export async function unpackReport(document: Uint8Array): Promise<Report> {
  const text = (await unpackBytes(document, MOST_BYTES)).toString('utf8');
  try {
    return parseReport(text);
  } catch (cause) {
    if (!(cause instanceof ReportFormatError)) throw cause;
    throw new ReadProblem(`The report is kept, and cannot be shown. ${cause.message}`, {
      code: 'unreadable',
      fix: `${cause.fix} Its JSON can be had as it was sent.`,
      cause,
    });
  }
}

/** As it was sent. */
export async function unpackJson(document: Uint8Array): Promise<Uint8Array> {
  return await unpackBytes(document, MOST_JSON_BYTES);
}

async function unpackBytes(document: Uint8Array, most: number): Promise<Buffer> {
  try {
    return await unpack(document, { maxOutputLength: most });
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ReadProblem(
      isTooLarge
        ? 'The report is too large to be made into a page here.'
        : 'The report is kept, and damaged.',
      {
        code: isTooLarge ? 'too-large' : 'unreadable',
        fix: isTooLarge
          ? 'Its JSON can be had as it was sent; `straggler report ID --html FILE` makes the page on your machine.'
          : 'Look at another report of the same hang.',
        cause,
      },
    );
  }
}
