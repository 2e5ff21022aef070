/** Answers from a recording, and knows nothing else: what was not asked then does not exist now. */

import type { Answer, Recording } from './recording.ts';
import { PAGE_BYTES } from './recording.ts';
import type { FileIdentity, System } from './system.ts';

export class ReplaySystem implements System {
  readonly recording: Recording;
  readonly #asked = new Map<Answer<unknown>[], number>();
  #clockReads = 0;

  constructor(recording: Recording) {
    this.recording = recording;
  }

  readFile(path: string, maxBytes?: number): Buffer {
    return this.#answer(this.recording.files, path).subarray(0, maxBytes);
  }

  readAt(path: string, position: number, lengthBytes: number): Buffer {
    const { pages, refusedPages } = this.recording;
    const first = Math.floor(position / PAGE_BYTES);
    const end = Math.ceil((position + lengthBytes) / PAGE_BYTES);
    const known = pages.get(path);
    const chunks: Buffer[] = [];
    for (let page = first; page < end; page += 1) {
      const chunk = known?.get(page);
      if (chunk === undefined) break;
      chunks.push(chunk);
      if (chunk.length < PAGE_BYTES) break;
    }
    if (chunks.length === 0) {
      const code = refusedPages.get(path)?.get(first) ?? (known === undefined ? 'ENOENT' : 'EIO');
      throw systemError(code, path);
    }
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    const skipped = position - first * PAGE_BYTES;
    return bytes.subarray(Math.min(skipped, bytes.length), skipped + lengthBytes);
  }

  glanceAt(path: string, position: number, lengthBytes: number): Buffer {
    const bytes = Buffer.alloc(lengthBytes);
    const known = this.recording.pages.get(path);
    const first = Math.floor(position / PAGE_BYTES);
    for (let page = first; page * PAGE_BYTES < position + lengthBytes; page += 1) {
      const at = page * PAGE_BYTES - position;
      known?.get(page)?.copy(bytes, Math.max(0, at), Math.max(0, -at));
    }
    return bytes;
  }

  readLink(path: string): string {
    return this.#answer(this.recording.links, path);
  }

  list(path: string): string[] {
    return this.#answer(this.recording.lists, path);
  }

  stat(path: string): FileIdentity {
    return this.#answer(this.recording.stats, path);
  }

  /** When the recorded times are used up, time stands still: no deadline passes that had not passed then. */
  nowMs(): number {
    const { clock } = this.recording;
    const nowMs = clock[Math.min(this.#clockReads, clock.length - 1)] ?? 0;
    this.#clockReads += 1;
    return nowMs;
  }

  close(): void {
    // Nothing is open.
  }

  /** The nth question gets the nth answer, and the last one from then on. */
  #answer<T>(answers: Map<string, Answer<T>[]>, path: string): T {
    const list = answers.get(path);
    if (list === undefined) throw systemError('ENOENT', path);
    const asked = this.#asked.get(list) ?? 0;
    this.#asked.set(list, asked + 1);
    const answer = list[Math.min(asked, list.length - 1)];
    if (answer === undefined) throw systemError('ENOENT', path);
    if ('error' in answer) throw systemError(answer.error, path);
    return answer.value;
  }
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: as recorded of '${path}'`), { code });
}
