/**
 * A recording as one gzip file: a line that names the format, a line of JSON that describes it, and the bytes that the
 * JSON refers to by offset. Pages that follow each other are one range.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { LookError } from './look-error.ts';
import type { Answer, Recording } from './recording.ts';
import { emptyRecording, entryOf, PAGE_BYTES } from './recording.ts';
import type { FileIdentity } from './system.ts';

const FORMAT = 'straggler.recording/v1';
const MAX_BYTES = 1024 * 1024 * 1024;
const LINE_END = 0x0a;
/** Files of `/proc` are read more than once, and mostly say the same. */
const MAX_COMPARED_BYTES = 64 * 1024;

/** Offset and length in the bytes. */
type Piece = [offset: number, length: number];

interface Description {
  pid: number;
  files: Record<string, Answer<Piece>[]>;
  links: Record<string, Answer<string>[]>;
  lists: Record<string, Answer<string[]>[]>;
  stats: Record<string, Answer<FileIdentity>[]>;
  ranges: Record<string, [page: number, ...Piece][]>;
  refusedPages: Record<string, [page: number, code: string][]>;
  /** The first in milliseconds, the others in microseconds since the one before. */
  clock: number[];
  blobs: Record<string, Piece>;
}

export function encodeRecording(recording: Recording): Buffer {
  const body = new Body();
  const description: Description = {
    pid: recording.pid,
    files: mapped(recording.files, (answers) =>
      answers.map((answer) => ('value' in answer ? { value: body.add(answer.value) } : answer)),
    ),
    links: Object.fromEntries(recording.links),
    lists: Object.fromEntries(recording.lists),
    stats: Object.fromEntries(recording.stats),
    ranges: mapped(recording.pages, (pages) => ranges(pages, body)),
    refusedPages: mapped(recording.refusedPages, (pages) => [...pages]),
    clock: deltas(recording.clock),
    blobs: mapped(recording.blobs, (blob) => body.add(blob)),
  };
  const head = Buffer.from(`${FORMAT}\n${JSON.stringify(description)}\n`);
  return gzipSync(Buffer.concat([head, ...body.pieces]), { level: 9 });
}

/** Throws a LookError `bad-recording` for anything that is not whole. */
export function decodeRecording(bytes: Buffer): Recording {
  try {
    return decode(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    if (error instanceof LookError) throw error;
    throw badRecording((error as Error).message, error);
  }
}

/** Whole, then renamed. */
export function saveRecording(path: string, recording: Recording): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, encodeRecording(recording), { mode: 0o600 });
  renameSync(draft, path);
}

export function loadRecording(path: string): Recording {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw badRecording((error as Error).message, error);
  }
  return decodeRecording(bytes);
}

function badRecording(reason: string, cause?: unknown): LookError {
  const error = new LookError(
    'bad-recording',
    `The recording cannot be read: ${reason}.`,
    'Give a file that `straggler dump PID --record FILE` has written, whole.',
  );
  if (cause !== undefined) error.cause = cause;
  return error;
}

/** Bytes one after the other; equal files are kept once. */
class Body {
  readonly pieces: Buffer[] = [];
  readonly #known = new Map<string, Piece>();
  #length = 0;

  add(bytes: Buffer): Piece {
    const key = bytes.length <= MAX_COMPARED_BYTES ? bytes.toString('latin1') : null;
    const known = key === null ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const piece: Piece = [this.#length, bytes.length];
    this.pieces.push(bytes);
    this.#length += bytes.length;
    if (key !== null) this.#known.set(key, piece);
    return piece;
  }
}

function ranges(pages: Map<number, Buffer>, body: Body): [page: number, ...Piece][] {
  const numbers = [...pages.keys()].sort((a, b) => a - b);
  const result: [page: number, ...Piece][] = [];
  for (let index = 0; index < numbers.length; ) {
    const first = numbers[index] ?? 0;
    const run: Buffer[] = [];
    for (let page = first; numbers[index] === page; page += 1, index += 1) {
      const bytes = pages.get(page) ?? Buffer.alloc(0);
      run.push(bytes);
      if (bytes.length < PAGE_BYTES) {
        index += 1;
        break;
      }
    }
    result.push([first, ...body.add(Buffer.concat(run))]);
  }
  return result;
}

function decode(bytes: Buffer): Recording {
  const formatEnd = bytes.indexOf(LINE_END);
  if (bytes.subarray(0, Math.max(0, formatEnd)).toString('latin1') !== FORMAT)
    throw badRecording(`it does not begin with ${FORMAT}`);
  const headEnd = bytes.indexOf(LINE_END, formatEnd + 1);
  const description = JSON.parse(bytes.subarray(formatEnd + 1, headEnd).toString('utf8')) as Description;
  const body = bytes.subarray(headEnd + 1);
  const piece = ([offset, length]: Piece): Buffer => {
    if (!(offset >= 0 && length >= 0 && offset + length <= body.length))
      throw badRecording('it is cut short');
    return body.subarray(offset, offset + length);
  };
  const recording = emptyRecording(description.pid);
  for (const [path, answers] of Object.entries(description.files))
    recording.files.set(
      path,
      answers.map((answer) => ('value' in answer ? { value: piece(answer.value) } : answer)),
    );
  for (const [path, answers] of Object.entries(description.links)) recording.links.set(path, answers);
  for (const [path, answers] of Object.entries(description.lists)) recording.lists.set(path, answers);
  for (const [path, answers] of Object.entries(description.stats)) recording.stats.set(path, answers);
  for (const [path, runs] of Object.entries(description.ranges)) {
    const pages = entryOf(recording.pages, path, () => new Map<number, Buffer>());
    for (const [first, offset, length] of runs) addPages(pages, first, piece([offset, length]));
  }
  for (const [path, pages] of Object.entries(description.refusedPages))
    recording.refusedPages.set(path, new Map(pages));
  recording.clock = sums(description.clock);
  for (const [name, blob] of Object.entries(description.blobs)) recording.blobs.set(name, piece(blob));
  return recording;
}

function addPages(pages: Map<number, Buffer>, first: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length; offset += PAGE_BYTES)
    pages.set(first + offset / PAGE_BYTES, bytes.subarray(offset, offset + PAGE_BYTES));
}

function mapped<V, W>(map: Map<string, V>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}

function deltas(clock: number[]): number[] {
  return clock.map((nowMs, index) =>
    index === 0 ? nowMs : Math.round(1000 * (nowMs - (clock[index - 1] ?? 0))),
  );
}

function sums(clock: number[]): number[] {
  let nowMs = 0;
  return clock.map((value, index) => {
    nowMs = index === 0 ? value : nowMs + value / 1000;
    return nowMs;
  });
}
