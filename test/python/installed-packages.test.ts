import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { InstalledPackages } from '../../src/python/installed-packages.ts';
import { LiveSystem } from '../../src/target/live-system.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-installed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const packageOf = (path: string) =>
  new InstalledPackages(new LiveSystem(), process.pid).packageOf(join(folder, path));

test('files that a dist-info beside them records belong to its packages, the service beside them to nobody', () => {
  write(
    'lib/PyYAML-6.0.1.dist-info/RECORD',
    '../../bin/tool,sha256=x,1\nPyYAML-6.0.1.dist-info/METADATA,sha256=x,1\nyaml/__init__.py,sha256=x,1\nsix_like.py,sha256=x,1\n',
  );
  write('lib/google_cloud-1.0.dist-info/RECORD', 'google/cloud/a.py,sha256=x,1\n');
  expect(packageOf('lib/yaml/reader/a.py')).toBe('yaml');
  expect(packageOf('lib/six_like.py')).toBe('six_like');
  expect(packageOf('lib/google/cloud/a.py')).toBe('google');
  expect(packageOf('lib/app.py')).toBeNull();
  expect(packageOf('lib/bin/tool.py')).toBeNull();
  expect(packageOf('app.py')).toBeNull();
});

test('a folder without a record, a relative path and one that leads upwards have no packages', () => {
  write('lib/broken-1.0.dist-info/METADATA');
  expect(packageOf('lib/broken/a.py')).toBeNull();
  const packages = new InstalledPackages(new LiveSystem(), process.pid);
  expect(packages.packageOf('lib/yaml/a.py')).toBeNull();
  expect(packages.packageOf('/lib/../lib/yaml/a.py')).toBeNull();
});
