import { expect, test } from '@jest/globals';
import type { CodeOrigin, CodePlace } from '../../src/python/model/frame.ts';
import { SourceFiles } from '../../src/python/source-files.ts';
import { FakeSystem } from '../support/fake-system.ts';

const TEXT = 'import asyncio\n\n@retry\nasync def poll():\n    pass\n\ndef main():\n    pass\n';

/** Answers for the paths it has, and counts how often it was asked for a text. */
class Files extends FakeSystem {
  texts = 0;

  override readFile(path: string): Buffer {
    this.texts += 1;
    return super.readFile(path);
  }
}

function place(file: string, name: string, firstLine: number, origin: CodeOrigin = 'user'): CodePlace {
  return {
    function: name,
    name,
    file,
    line: firstLine + 1,
    firstLine,
    origin,
    codeId: 1,
    instruction: 0,
    package: null,
    kind: 'function',
  };
}

const OWNER = { startedAtMs: null, command: ['python3', '/srv/service', 'bin/tool'] };

const read = (system: Files, ...places: CodePlace[]) => {
  const sources = new SourceFiles(system, 7).read(places, OWNER, () => false);
  return Object.fromEntries([...sources].map(([file, source]) => [file, source.text]));
};

test('a file is read below the root folder of the target', () => {
  const system = new Files({ '/proc/7/root/srv/app.py': TEXT, '/srv/app.py': 'another machine' });
  expect(read(system, place('/srv/app.py', 'main', 7))).toEqual({ '/srv/app.py': TEXT });
});

test.each(['/etc/shadow', '/srv/../../host/app.py', '../app.py', '/srv/a\0.py', '/srv/app.py\n', ''])(
  'a name that no Python would give its source is not opened: %j',
  (file) => {
    const system = new Files({ [`/proc/7/root${file}`]: TEXT, [`/proc/7/cwd/${file}`]: TEXT, [file]: TEXT });
    expect(read(system, place(file, 'main', 7))).toEqual({ [file]: null });
    expect(system.texts).toBe(0);
  },
);

test('a script without .py is read where the command names it and its first line says that it is Python', () => {
  const script = `#!/usr/bin/env python3\n${TEXT}`;
  const files = { '/proc/7/root/srv/service': script, '/proc/7/root/srv/bin/tool': script };
  const main = (file: string) => place(file, 'main', 8);
  expect(read(new Files(files), main('/srv/service'), main('/srv/bin/tool'))).toEqual({
    '/srv/service': script,
    '/srv/bin/tool': script,
  });
  const other = new Files({ '/proc/7/root/srv/service': TEXT, '/proc/7/root/srv/other': script });
  expect(read(other, main('/srv/service'), main('/srv/other'))).toEqual({
    '/srv/service': null,
    '/srv/other': null,
  });
  expect(other.texts).toBe(1);
});

test('a relative name is looked up in the folder of the target', () => {
  expect(read(new Files({ '/proc/7/cwd/app.py': TEXT }), place('app.py', 'main', 7))).toEqual({
    'app.py': TEXT,
  });
});

test('a file whose functions begin elsewhere is not the one that runs', () => {
  const system = new Files({ '/proc/7/root/srv/app.py': TEXT });
  expect(read(system, place('/srv/app.py', 'main', 6))).toEqual({ '/srv/app.py': null });
  expect(read(system, place('/srv/app.py', 'main', 700))).toEqual({ '/srv/app.py': null });
  // A decorated function begins at its first decorator; modules and lambdas have no line of their own.
  expect(read(system, place('/srv/app.py', 'poll', 3))).toEqual({ '/srv/app.py': TEXT });
  expect(read(system, place('/srv/app.py', '<module>', 1), place('/srv/app.py', '<lambda>', 8))).toEqual({
    '/srv/app.py': TEXT,
  });
});

test('a file that was written after the process began is not read, and named', () => {
  const began = Date.parse('2026-01-01T12:00:00Z');
  for (const { writtenMs, isRead } of [
    { writtenMs: began - 60_000, isRead: true },
    // The kernel tells the start of a process to the second.
    { writtenMs: began + 1000, isRead: true },
    { writtenMs: began + 60_000, isRead: false },
  ]) {
    const system = new Files({ '/proc/7/root/srv/app.py': TEXT });
    system.stat = () => ({ device: '0:0', inode: 1, sizeBytes: 1, ownerUid: 0, modifiedAtMs: writtenMs });
    const files = new SourceFiles(system, 7);
    const [source] = files
      .read([place('/srv/app.py', 'main', 7)], { startedAtMs: began, command: [] }, () => false)
      .values();
    expect(source?.text).toBe(isRead ? TEXT : null);
    expect([...files.changed]).toEqual(isRead ? [] : ['/srv/app.py']);
  }
});

test('Python’s own files are left out, and what is no file is null', () => {
  const system = new Files({});
  expect(read(system, place('/usr/lib/python3.12/asyncio/tasks.py', 'sleep', 1, 'python'))).toEqual({});
  expect(read(system, place('<string>', 'main', 1), place('/srv/gone.py', 'main', 1))).toEqual({
    '<string>': null,
    '/srv/gone.py': null,
  });
});

test('a file over two mebibytes is null', () => {
  const system = new Files({ '/proc/7/root/srv/big.py': `${TEXT}${'#'.repeat(2 * 1024 * 1024)}` });
  expect(read(system, place('/srv/big.py', 'main', 7))).toEqual({ '/srv/big.py': null });
});

test('a file is read once for all captures, and none when time is out', () => {
  const system = new Files({ '/proc/7/root/srv/app.py': TEXT });
  const files = new SourceFiles(system, 7);
  const places = [place('/srv/app.py', 'main', 7)];
  expect(files.read(places, OWNER, () => true).size).toBe(0);
  expect(files.read(places, OWNER, () => false).size).toBe(1);
  expect(files.read(places, OWNER, () => true).size).toBe(1);
  expect(system.texts).toBe(1);
});
