import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const log = resolve(import.meta.dirname, '../../src/settings/log.ts');

/** Standard error of a process that logs and then dies at once. */
function logged(level: string, forPeople: boolean): string {
  const program = `
    const { openLog } = await import(${JSON.stringify(log)});
    const log = await openLog({ level: '${level}', forPeople: ${forPeople} });
    log.debug('fine'); log.warn({ pid: 17 }, 'last words');
    process.kill(process.pid, 'SIGKILL');`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }).stderr;
}

test('machines get one JSON object a line, the last one before a kill included', () => {
  expect(JSON.parse(logged('info', false))).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    pid: 17,
    msg: 'last words',
  });
});

test('people get a short line', () => {
  expect(logged('info', true)).toBe('straggler: last words\n');
  expect(logged('debug', true)).toBe('straggler: fine\nstraggler: last words\n');
});

test('silent is silent', () => {
  expect(logged('silent', false)).toBe('');
});
