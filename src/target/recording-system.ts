/** Passes every question on to another system, and keeps the answers. */

import type { Answer, Recording } from './recording.ts';
import { emptyRecording, entryOf, PAGE_BYTES } from './recording.ts';
import type { FileIdentity, System } from './system.ts';
import { errorCode } from './system-error.ts';

const MAX_CLOCK_READS = 1_000_000;

export class RecordingSystem implements System {
  readonly recording: Recording;
  readonly #inner: System;

  constructor(inner: System, pid: number) {
    this.#inner = inner;
    this.recording = emptyRecording(pid);
  }

  readFile(path: string, maxBytes?: number): Buffer {
    refuseEnvironment(path);
    return keep(this.recording.files, path, () => this.#inner.readFile(path, maxBytes));
  }

  /** Asks for whole pages, so that a later replay may ask for any part of them. */
  readAt(path: string, position: number, lengthBytes: number): Buffer {
    refuseEnvironment(path);
    const first = Math.floor(position / PAGE_BYTES);
    const end = Math.ceil((position + lengthBytes) / PAGE_BYTES);
    const skipped = position - first * PAGE_BYTES;
    const bytes = this.#readPages(path, first, end - first);
    return bytes.subarray(Math.min(skipped, bytes.length), skipped + lengthBytes);
  }

  glanceAt(path: string, position: number, lengthBytes: number): Buffer {
    refuseEnvironment(path);
    return this.#inner.readAt(path, position, lengthBytes);
  }

  readLink(path: string): string {
    return keep(this.recording.links, path, () => this.#inner.readLink(path));
  }

  list(path: string): string[] {
    return keep(this.recording.lists, path, () => this.#inner.list(path));
  }

  stat(path: string): FileIdentity {
    return keep(this.recording.stats, path, () => this.#inner.stat(path));
  }

  nowMs(): number {
    const nowMs = this.#inner.nowMs();
    if (this.recording.clock.length < MAX_CLOCK_READS) this.recording.clock.push(nowMs);
    return nowMs;
  }

  close(): void {
    this.#inner.close();
  }

  #readPages(path: string, first: number, count: number): Buffer {
    try {
      const bytes = this.#inner.readAt(path, first * PAGE_BYTES, count * PAGE_BYTES);
      const pages = entryOf(this.recording.pages, path, () => new Map<number, Buffer>());
      for (let offset = 0; offset < bytes.length; offset += PAGE_BYTES)
        pages.set(first + offset / PAGE_BYTES, Buffer.from(bytes.subarray(offset, offset + PAGE_BYTES)));
      return bytes;
    } catch (error) {
      const code = errorCode(error);
      if (code !== null) entryOf(this.recording.refusedPages, path, () => new Map()).set(first, code);
      throw error;
    }
  }
}

function keep<T>(answers: Map<string, Answer<T>[]>, path: string, ask: () => T): T {
  const list = entryOf(answers, path, () => []);
  try {
    const value = ask();
    list.push({ value });
    return value;
  } catch (error) {
    const code = errorCode(error);
    if (code !== null) list.push({ error: code });
    throw error;
  }
}

/** A recording is made to be handed on: no environment is ever read into one. */
function refuseEnvironment(path: string): void {
  if (path.endsWith('/environ')) throw new Error(`${path} is never read`);
}
