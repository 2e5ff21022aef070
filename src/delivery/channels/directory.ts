/** The newest report of each container as a file on a volume. */
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeReportJson } from '../../report/render/json.ts';
import type { Report } from '../../report/report.ts';
import { visible } from '../../report/sanitise.ts';
import type { Channel, Share } from '../channel.ts';
import { DeliveryError } from '../channel.ts';

/** A name of a container is a DNS label; whatever else comes must not leave the folder, or be hidden in it. */
const MAX_NAME = 63;

/** A volume may hang (NFS): unlike `writeWhole`, nothing here waits for it. */
export class DirectoryChannel implements Channel {
  readonly name = 'directory';
  readonly #folder: string;
  /** The write that is under way. One at a time: hanging ones must not use up Node's thread pool. */
  #current: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  deliver(report: Report, { signal }: Share): Promise<void> {
    const done = this.#current.then(async () => {
      // A later revision goes instead, or the time is over while an earlier write hung.
      signal.throwIfAborted();
      await replace(this.#folder, report, signal);
    });
    this.#current = done.catch(() => undefined);
    return done;
  }
}

/** Written beside the file and renamed: the file is the whole report or the whole one before. */
async function replace(folder: string, report: Report, signal: AbortSignal): Promise<void> {
  const name = `${nameOf(report)}.json`;
  const path = join(folder, name);
  const draft = join(folder, `.${name}.draft`);
  try {
    const file = await open(draft, 'w', 0o644);
    try {
      const chunks: string[] = [];
      writeReportJson(report, (chunk) => {
        chunks.push(chunk);
      });
      await file.writeFile(chunks);
      await file.sync();
    } finally {
      await file.close();
    }
    signal.throwIfAborted();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (signal.aborted) throw error;
    throw notWritten(path, error);
  }
}

function nameOf({ target: { container, pid } }: Report): string {
  const name = (container ?? '').replaceAll(/[^a-z0-9-]/g, '-').slice(0, MAX_NAME);
  return name === '' ? `pid-${pid}` : name;
}

function notWritten(path: string, error: unknown): DeliveryError {
  return new DeliveryError(
    {
      code: 'no-report-file',
      sentence: `The report could not be written to ${visible(path)}: ${visible((error as Error).message)}.`,
      fix: 'See whether the volume of STRAGGLER_REPORT_DIRECTORY is mounted, has room, and may be written by the user of the sidecar (fsGroup).',
    },
    { cause: error },
  );
}
