/** What one capture asked a machine, and what the machine answered: enough to give the same answers again. */
import type { FileIdentity } from './system.ts';

/** Ranges are kept in units of this, whatever was asked for: small, as what is looked at lies scattered over a heap. */
export const PAGE_BYTES = 256;

export type Answer<T> = { value: T } | { error: string };

export interface Recording {
  pid: number;
  /** By path, in the order of asking: files of `/proc` differ from one time to the next. */
  files: Map<string, Answer<Buffer>[]>;
  links: Map<string, Answer<string>[]>;
  lists: Map<string, Answer<string[]>[]>;
  stats: Map<string, Answer<FileIdentity>[]>;
  /** By path and page number. Shorter than a page at the end of a file. */
  pages: Map<string, Map<number, Buffer>>;
  /** Error of a page that could not be read. */
  refusedPages: Map<string, Map<number, string>>;
  /** Milliseconds, one for each time that the clock was read. */
  clock: number[];
  /** Whatever else a capture was given: what py-spy printed. */
  blobs: Map<string, Buffer>;
}

export function emptyRecording(pid: number): Recording {
  return {
    pid,
    files: new Map(),
    links: new Map(),
    lists: new Map(),
    stats: new Map(),
    pages: new Map(),
    refusedPages: new Map(),
    clock: [],
    blobs: new Map(),
  };
}

/** The value of a key, made when it is missing. */
export function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
