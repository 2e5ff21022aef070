/** Pythons that are refused are told from what is none, each with its reason. */
import { expect, test } from '@jest/globals';
import { findPython } from '../../src/python/find-python.ts';
import { PagedMemory } from '../../src/python/memory/paged-memory.ts';
import { LiveSystem } from '../../src/target/live-system.ts';
import { FAKE_PID, FakeMemory } from '../support/fake-memory.ts';

/** A process that has the files mapped, and memory in which nothing of them can be read. */
class OnlyMaps extends FakeMemory {
  private readonly paths: string[];

  constructor(...paths: string[]) {
    super();
    this.paths = paths;
  }

  override readFile(path: string): Buffer {
    if (path !== `/proc/${FAKE_PID}/maps`) return super.readFile(path);
    const lines = this.paths.map(
      (file, index) =>
        `${(index + 1).toString(16)}0000000-${(index + 1).toString(16)}0001000 r--p 00000000 fd:01 ${index + 1} ${file}`,
    );
    return Buffer.from(lines.join('\n'));
  }
}

const find = (...paths: string[]) => {
  const system = new OnlyMaps(...paths);
  return findPython(system, system.reader(), FAKE_PID);
};

test.each([
  ['/usr/bin/python3.7', 'python-too-old', '3.7.?'],
  ['/usr/lib/libpython2.7.so.1.0', 'python-too-old', '2.7.?'],
  ['/usr/bin/python3.12', 'unknown-layout', '3.12.?'],
])('%s, of which nothing can be read, is refused as %s', (path, reason, version) => {
  const search = find(path);
  expect(search).toMatchObject({ outcome: 'unreadable', reason, version: { text: version } });
});

test('PyPy is refused by its name', () => {
  expect(find('/opt/lib/libpypy3.10-c.so')).toEqual({ outcome: 'unreadable', reason: 'pypy', version: null });
});

test('a process without any file of a Python is none', () => {
  expect(find('/usr/bin/sleep', '/usr/lib/libc.so.6')).toEqual({ outcome: 'not-python' });
});

test('a process of its own kind, Node, is none', () => {
  const system = new LiveSystem();
  const memory = new PagedMemory(system, process.pid);
  expect(findPython(system, memory, process.pid)).toEqual({ outcome: 'not-python' });
});

test.each([
  [0, 'unknown-layout'],
  [1, 'free-threaded'],
])(
  'an interpreter whose table fits and whose objects do not is refused (free-threaded: %d)',
  (flag, reason) => {
    const start = 0x1_0000_0000;
    const data = start + 0x1000;
    // The start of an ELF file for x86_64 with one segment, then the table of 3.13 without a single offset in it.
    const system = new (class extends FakeMemory {
      override readFile(path: string): Buffer {
        if (path !== `/proc/${FAKE_PID}/maps`) return super.readFile(path);
        const lines = [[start, 'r--p', '0'] as const, [data, 'rw-p', '1000'] as const].map(
          ([at, mode, offset]) =>
            `${at.toString(16)}-${(at + 0x1000).toString(16)} ${mode} ${offset.padStart(8, '0')} fd:01 1 /usr/bin/python3.13t`,
        );
        return Buffer.from(lines.join('\n'));
      }
    })()
      .bytes(start, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]))
      .bytes(start + 18, Buffer.from([62]))
      .word(start + 32, 64)
      .bytes(start + 56, Buffer.from([1]))
      .bytes(start + 64, Buffer.from([1]))
      .bytes(data, Buffer.from('xdebugpy'))
      .word(data + 8, 0x030d_05f0)
      .word(data + 16, flag);
    expect(findPython(system, system.reader(), FAKE_PID)).toMatchObject({
      outcome: 'unreadable',
      reason,
      version: { text: '3.13.5' },
    });
  },
);
