/** A machine made of a few files. Paths that are not given do not exist. */
import type { FileIdentity, System } from '../../src/target/system.ts';

type Answer = string | { code: string };

export class FakeSystem implements System {
  readonly #files: Record<string, Answer>;
  readonly #owners: Record<string, number>;

  /** `{ code: 'EACCES' }` instead of a text: the kernel refuses. Links are files; folders come from the paths. */
  constructor(files: Record<string, Answer>, owners: Record<string, number> = {}) {
    this.#files = files;
    this.#owners = owners;
  }

  readFile(path: string): Buffer {
    return Buffer.from(this.readLink(path));
  }

  readAt(path: string, position: number, lengthBytes: number): Buffer {
    return Buffer.from(this.readLink(path)).subarray(position, position + lengthBytes);
  }

  readLink(path: string): string {
    const answer = this.#files[path] ?? { code: 'ENOENT' };
    if (typeof answer !== 'string') throw systemError(answer.code, path);
    return answer;
  }

  list(path: string): string[] {
    const below = Object.keys(this.#files).filter((file) => file.startsWith(`${path}/`));
    if (below.length === 0) throw systemError('ENOENT', path);
    return [...new Set(below.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''))];
  }

  stat(path: string): FileIdentity {
    return { device: '00:01', inode: 1, sizeBytes: 0, ownerUid: this.#owners[path] ?? 0 };
  }

  nowMs(): number {
    return 0;
  }

  close(): void {
    // Nothing is open.
  }
}

export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
