/** What the names of mapped files tell of the Python in a process, before anything of it is read. */
import type { MappedFile } from './maps.ts';

export type NamedPython =
  | { implementation: 'cpython'; major: number; minor: number; freeThreaded: boolean }
  | { implementation: 'pypy' };

/** `libpython3.8.so.1.0`, `python3.13t`, `_asyncio.cpython-38-x86_64-linux-gnu.so`, `/usr/lib/python3.9/lib-dynload/…`. */
const NAMES = [
  /(?:^|\/)libpython([23])\.(\d+)(t?)d?\.so/,
  /(?:^|\/)python([23])\.(\d+)(t?)d?$/,
  /\.cpython-([23])(\d+)(t?)d?-[^/]*\.so$/,
  /\/python([23])\.(\d+)(t?)\/(?:lib-dynload|site-packages|dist-packages)\//,
];

/** Null when no file's name is that of a Python. Surest names first: the library, the program, then extension modules. */
export function pythonByNames(files: readonly Pick<MappedFile, 'path'>[]): NamedPython | null {
  if (files.some(({ path }) => /(?:^|\/)(?:libpypy|pypy)[^/]*$/.test(path)))
    return { implementation: 'pypy' };
  for (const pattern of NAMES) {
    for (const { path } of files) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const [, major, minor, suffix] = match;
      return {
        implementation: 'cpython',
        major: Number(major),
        minor: Number(minor),
        freeThreaded: suffix === 't',
      };
    }
  }
  return null;
}
