import { expect, test } from '@jest/globals';
import { CAUSE_CODES } from '../../src/diagnosis/vocabulary.ts';
import { straggler } from './straggler.ts';

test('without a cause all of them are listed, each with a sentence', async () => {
  const { status, stdout, stderr } = await straggler(['explain']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const code of CAUSE_CODES) expect(stdout).toMatch(new RegExp(`^${code} +[A-Z]`, 'm'));
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
});

test('a cause gives its page: words wrapped, code as it stands, addresses to copy, no markup', async () => {
  const { status, stdout } = await straggler(['explain', 'cancel-swallowed']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^cancel-swallowed\n\nA task caught its `CancelledError`/);
  expect(stdout).toContain('\n                order = await orders.get()  # <-- waits here\n');
  expect(stdout).toContain('PEP 765 <https://peps.python.org/pep-0765/>: `return`');
  expect(stdout).toContain('cancel-uncancelled, cancel-swallowed-by-library: other ways to lose it');
  expect(stdout).not.toMatch(/^```|^#|\]\(|\*\*/m);
  const words = stdout.split('\n').filter((line) => !(line.startsWith('    ') || line.includes('https://')));
  for (const line of words) expect(line.length).toBeLessThanOrEqual(100);
});

test('in colour, headings and the lines that matter stand out', async () => {
  const { stdout } = await straggler(['explain', 'cancel-swallowed', '--color', 'always']);
  expect(stdout).toContain('\u001b[33m        except:  # <-- change this\u001b[39m');
});

test('a code that there is not is refused, with those that may have been meant', async () => {
  const { status, stdout, stderr } = await straggler(['explain', 'cancel-swalowed']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain("there is no cause 'cancel-swalowed'; did you mean cancel-swallowed");
  expect(stderr).toContain('`straggler explain` lists all');
});

test('only causes are read, and what was asked for steers no terminal', async () => {
  for (const word of ['../causes', '/etc/passwd', '\u001b[2Jx']) {
    const { status, stderr } = await straggler(['explain', word]);
    expect(status).toBe(2);
    expect(stderr).not.toContain('\u001b');
  }
});
