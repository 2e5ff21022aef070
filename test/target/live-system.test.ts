import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LiveSystem } from '../../src/target/live-system.ts';

let folder: string;
let system: LiveSystem;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-live-'));
  system = new LiveSystem();
});
afterEach(() => {
  system.close();
  rmSync(folder, { recursive: true });
});

test('a kernel file of unknown size is read to its end', () => {
  expect(system.readFile('/proc/self/maps', 1e8).toString()).toContain('[stack]');
  expect(system.readFile('/proc/self/status', 10)).toHaveLength(10);
});

test('a big file is read whole, or cut at the given size', () => {
  const bytes = Buffer.alloc(300_000, 'straggler');
  writeFileSync(join(folder, 'big'), bytes);
  expect(system.readFile(join(folder, 'big')).equals(bytes)).toBe(true);
  expect(system.readFile(join(folder, 'big'), 100_001)).toHaveLength(100_001);
});

test('reading by position is shorter at the end, and more than the limit of open files can be read in turn', () => {
  const paths = Array.from({ length: 100 }, (_, index) => join(folder, `${index}`));
  for (const path of paths) writeFileSync(path, `contents of ${path}`);
  for (const path of paths) expect(system.readAt(path, 12, 1000).toString()).toBe(path);
});

test('refusals keep the code of the kernel', () => {
  expect(() => system.readFile(join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  expect(() => system.readLink(folder)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
});

test('device and inode are those that /proc/PID/maps prints', () => {
  const mapped = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .map((line) => line.split(/\s+/))
    .find(([, , , , , path]) => path?.endsWith('/libc.so.6'));
  if (mapped === undefined) return;
  const [, , , device, inode, path] = mapped;
  // On an overlay the mapping may name the device below it: then only the notation can be compared.
  expect(system.stat(path!)).toMatchObject({
    device: isOverlay() ? expect.stringMatching(/^[0-9a-f]{2,}:[0-9a-f]{2,}$/) : device,
    inode: Number(inode),
  });
});

test('stat follows links and readLink does not', () => {
  writeFileSync(join(folder, 'file'), 'four');
  symlinkSync('file', join(folder, 'link'));
  expect(system.stat(join(folder, 'link')).sizeBytes).toBe(4);
  expect(system.readLink(join(folder, 'link'))).toBe('file');
});

function isOverlay(): boolean {
  return readFileSync('/proc/self/mounts', 'utf8').startsWith('overlay / ');
}
