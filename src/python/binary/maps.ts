/** `/proc/PID/maps`: proc_pid_maps(5). */
import type { System } from '../../target/system.ts';

export interface Mapping {
  start: number;
  end: number;
  fileOffset: number;
  readable: boolean;
  writable: boolean;
  executable: boolean;
  /** "fd:00", as `FileIdentity.device`. */
  device: string;
  /** 0 for memory without a file. */
  inode: number;
  /** Without the suffix ` (deleted)`; '' for anonymous memory, `[heap]` and the like as they stand. */
  path: string;
  deleted: boolean;
}

const LINE = /^([0-9a-f]+)-([0-9a-f]+) ([r-])([w-])([x-]). ([0-9a-f]+) (\S+) (\d+)\s*(.*)$/;
const DELETED = ' (deleted)';
const MAX_BYTES = 16 * 1024 * 1024;

export function readMaps(system: System, pid: number): Mapping[] {
  return parseMaps(system.readFile(`/proc/${pid}/maps`, MAX_BYTES).toString('utf8'));
}

/** Lines that do not look like a mapping are left out. */
export function parseMaps(text: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, start = '', end = '', read, write, execute, offset = '', device = '', inode = '', rest = ''] =
      match;
    // The kernel prints a newline in a path as \012 and escapes nothing else.
    const path = rest.replaceAll('\\012', '\n');
    const deleted = path.endsWith(DELETED);
    mappings.push({
      start: Number.parseInt(start, 16),
      end: Number.parseInt(end, 16),
      fileOffset: Number.parseInt(offset, 16),
      readable: read === 'r',
      writable: write === 'w',
      executable: execute === 'x',
      device,
      inode: Number(inode),
      path: deleted ? path.slice(0, -DELETED.length) : path,
      deleted,
    });
  }
  return mappings;
}

/** A file as it was loaded: its mappings, the first of which begins at the start of the file. */
export interface MappedFile {
  path: string;
  device: string;
  inode: number;
  deleted: boolean;
  mappings: Mapping[];
}

/**
 * Loads of files, in order of address. A file that is mapped twice (libffi maps the interpreter again for its
 * trampolines; pystack #258) gives two loads, told apart because each begins at file offset 0.
 */
export function mappedFiles(mappings: Mapping[]): MappedFile[] {
  const files: MappedFile[] = [];
  const latest = new Map<string, MappedFile>();
  for (const mapping of mappings) {
    if (mapping.inode === 0) continue;
    const { path, device, inode, deleted } = mapping;
    const key = `${device} ${inode}`;
    const known = latest.get(key);
    if (known !== undefined && mapping.fileOffset > 0) {
      known.mappings.push(mapping);
      continue;
    }
    const file = { path, device, inode, deleted, mappings: [mapping] };
    latest.set(key, file);
    files.push(file);
  }
  return files;
}
