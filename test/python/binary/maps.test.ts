import { expect, test } from '@jest/globals';
import { mappedFiles, parseMaps } from '../../../src/python/binary/maps.ts';

const TEXT = `
00400000-0041b000 r--p 00000000 fd:01 1234                               /usr/bin/python3.14
0041b000-00a4f000 r-xp 0001b000 fd:01 1234                               /usr/bin/python3.14
00b98000-00d01000 rw-p 00797000 fd:01 1234                               /usr/bin/python3.14
00d01000-00d4a000 rw-p 00000000 00:00 0
1c2d3000-1c4e6000 rw-p 00000000 00:00 0                                  [heap]
7f0000000000-7f0000001000 r--s 00000000 00:2a 77                         /srv/a file (deleted)
7f0000002000-7f0000003000 r--p 00000000 fd:01 1234                       /usr/bin/python3.14
7f0000003000-7f0000004000 ---p 00000000 fd:01 9                          /srv/line\\012break.so
7ffc0e5f2000-7ffc0e613000 rw-p 00000000 00:00 0                          [stack]
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
not a mapping at all
`;

test('each line of maps is taken apart', () => {
  const mappings = parseMaps(TEXT);
  expect(mappings).toHaveLength(10);
  expect(mappings[2]).toEqual({
    start: 0xb98000,
    end: 0xd01000,
    fileOffset: 0x797000,
    readable: true,
    writable: true,
    executable: false,
    device: 'fd:01',
    inode: 1234,
    path: '/usr/bin/python3.14',
    deleted: false,
  });
  expect(mappings[5]).toMatchObject({ path: '/srv/a file', deleted: true, device: '00:2a', inode: 77 });
  expect(mappings[7]).toMatchObject({ path: '/srv/line\nbreak.so', readable: false });
  expect(mappings[4]?.path).toBe('[heap]');
});

test('a file that is mapped twice is two loads', () => {
  const files = mappedFiles(parseMaps(TEXT));
  const pythons = files.filter(({ path }) => path === '/usr/bin/python3.14');
  expect(pythons.map(({ mappings }) => mappings.map(({ start }) => start))).toEqual([
    [0x400000, 0x41b000, 0xb98000],
    [0x7f0000002000],
  ]);
  expect(files).toHaveLength(4);
});
