import { expect, test } from '@jest/globals';
import { fileLockHolder } from '../../src/target/file-locks.ts';
import type { System } from '../../src/target/system.ts';

const LOCKS = `1: FLOCK  ADVISORY  WRITE 700 fd:00:11 0 EOF
2: POSIX  ADVISORY  WRITE 4711 fd:00:131 0 EOF
2: -> POSIX  ADVISORY  WRITE 4800 fd:00:131 0 EOF
2: -> -> POSIX  ADVISORY  WRITE 4801 fd:00:131 0 EOF
3: OFDLCK ADVISORY  WRITE -1 fd:00:15 0 EOF
3: -> OFDLCK ADVISORY  WRITE 4802 fd:00:15 0 EOF
`;

function systemWith(text: string): System {
  return { readFile: () => Buffer.from(text) } as unknown as System;
}

test('the process above a blocked lock is the one that has it', () => {
  expect(fileLockHolder(systemWith(LOCKS), 4800)).toBe(4711);
  expect(fileLockHolder(systemWith(LOCKS), 4801)).toBe(4711);
});

test('a lock that belongs to no one process has no holder, and who waits for none has none', () => {
  expect(fileLockHolder(systemWith(LOCKS), 4802)).toBeNull();
  expect(fileLockHolder(systemWith(LOCKS), 4711)).toBeNull();
});

test('no holder is named where the kernel lists no locks', () => {
  const refused = Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
  const system = {
    readFile: () => {
      throw refused;
    },
  } as unknown as System;
  expect(fileLockHolder(system, 1)).toBeNull();
});
