/** A report into a file, so that whoever looks (or a kill at any moment) finds the last one whole, never half of one. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ChunkBytes } from './chunk-bytes.ts';

export type Write = (chunk: string) => void;

/** Written beside the file and renamed. The draft's name is always the same: what a kill leaves is reused by the next. */
export function writeWhole(path: string, fill: (write: Write) => void): void {
  const draft = draftOf(path);
  const file = openSync(draft, 'w', 0o644);
  try {
    const bytes = new ChunkBytes();
    fill((chunk) => {
      writeAll(file, bytes.of(chunk));
    });
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(draft, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(draft, path);
}

/** Why nothing could be written to this path; null when it can. Asked before anything is signalled. */
export function obstacleTo(path: string): string | null {
  const folder = dirname(path);
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return `${path} is a folder`;
    if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return `folder ${folder} does not exist or may not be written to`;
  }
}

function draftOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.draft`);
}

function writeAll(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}
