/** Source files of the frames that were seen, as the target sees them: through its own root folder. */
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import type { SourceText } from './model/capture.ts';
import type { CodePlace } from './model/frame.ts';

const MAX_FILE_BYTES = 2 * 1024 * 1024;
const MAX_BYTES_IN_ALL = 24 * 1024 * 1024;
const MAX_FILES = 400;
/** The kernel tells the start of a process to the second; a file's time is finer. */
const START_MARGIN_MS = 2000;
const SOURCE_FILE = /^[^<\p{Cc}][^\p{Cc}]*\.pyw?$/u;

/** A script without `.py`, as commands have it. */
const SCRIPT_FILE = /^[^<\p{Cc}][^\p{Cc}]*$/u;
const SHEBANG = /^#![^\n]*python/;

/** Of the process whose code it is. */
export interface SourceOwner {
  /** Wall clock. */
  startedAtMs: number | null;
  command: readonly string[];
}

/** Keeps what it has read: code that runs does not change, and its file rarely does. */
export class SourceFiles {
  private readonly system: System;
  private readonly folder: string;
  private readonly known = new Map<string, SourceText>();
  /** Files that were written after the process began: nothing tells which text of theirs it runs. */
  readonly changed = new Set<string>();
  private bytesRead = 0;

  constructor(system: System, pid: number) {
    this.system = system;
    this.folder = `/proc/${pid}`;
  }

  /** Files of the service's own code first, then those of libraries; none of Python itself. Stops when time is out. */
  read(
    places: readonly CodePlace[],
    process: SourceOwner,
    outOfTime: () => boolean,
  ): Map<string, SourceText> {
    const files = { user: new Map<string, CodePlace[]>(), library: new Map<string, CodePlace[]>() };
    for (const place of places) {
      if (place.origin === 'python') continue;
      const known = files[place.origin].get(place.file);
      if (known === undefined) files[place.origin].set(place.file, [place]);
      else known.push(place);
    }
    const sources = new Map<string, SourceText>();
    for (const [file, standing] of [...files.user, ...files.library].slice(0, MAX_FILES)) {
      let source = this.known.get(file);
      if (source === undefined) {
        if (outOfTime() || this.bytesRead >= MAX_BYTES_IN_ALL) continue;
        source = { file, text: this.textOf(file, process) };
        this.known.set(file, source);
      }
      sources.set(file, standing.every((place) => fits(source, place)) ? source : { file, text: null });
    }
    return sources;
  }

  private textOf(file: string, { startedAtMs, command }: SourceOwner): string | null {
    const isScript = !SOURCE_FILE.test(file) && isCommand(file, command);
    const path = isScript || SOURCE_FILE.test(file) ? this.pathOf(file) : null;
    if (path === null) return null;
    if (startedAtMs !== null && this.modifiedAtMs(path) > startedAtMs + START_MARGIN_MS) {
      this.changed.add(file);
      return null;
    }
    const bytes = orNull(() => this.system.readFile(path, MAX_FILE_BYTES + 1));
    if (bytes === null || bytes.length > MAX_FILE_BYTES) return null;
    // What is named like no Python file is shown only where it says itself that it is one.
    if (isScript && !SHEBANG.test(bytes.toString('latin1', 0, 256))) return null;
    this.bytesRead += bytes.length;
    return decode(bytes);
  }

  private modifiedAtMs(path: string): number {
    return orNull(() => this.system.stat(path))?.modifiedAtMs ?? 0;
  }

  /**
   * Below the target's own root folder: a container, or plain chroot. Up to 3.8 the main program's file is as it was typed:
   * most services never change their folder. A name comes from the target's memory, and this user may read more than the
   * target: what is no Python file nor the script that the command names, or leads upwards and so out of the container, is not opened.
   */
  private pathOf(file: string): string | null {
    if (file.split('/').includes('..')) return null;
    return file.startsWith('/') ? `${this.folder}/root${file}` : `${this.folder}/cwd/${file}`;
  }
}

/** On one of the first two lines (PEP 263). */
const COOKIE = /^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)/;

/** UTF-8, or what the file says of itself; UTF-8 where that is not known here. */
function decode(bytes: Buffer): string {
  const written = COOKIE.exec(bytes.toString('latin1', 0, 1024))?.[1]
    ?.toLowerCase()
    .replaceAll('_', '-');
  if (written === undefined || /^utf-?8/.test(written)) return bytes.toString('utf8');
  try {
    return new TextDecoder(written.replace(/^(iso-)?latin-?1$/, 'latin1')).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

/** From 3.9 on the main program's file is absolute, whatever was typed (Lib/runpy.py, Python/pythonrun.c). */
function isCommand(file: string, command: readonly string[]): boolean {
  return (
    SCRIPT_FILE.test(file) &&
    command
      .slice(1)
      .some((word) => word !== '' && (file === word || file.endsWith(`/${word.replace(/^\.\//, '')}`)))
  );
}

/** Whether a function of the name begins on the line where the code says it does: else the file was changed since. */
function fits({ text }: SourceText, { name, firstLine }: CodePlace): boolean {
  if (text === null || !/^\w+$/.test(name) || firstLine <= 0) return true;
  const line = lineOf(text, firstLine).trim();
  return line.startsWith('@') || line.includes(`def ${name}`) || line.includes(`class ${name}`);
}

function lineOf(text: string, number: number): string {
  let start = 0;
  for (let line = 1; line < number; line += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return '';
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end);
}
