import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Image } from '../../scripts/image/inspect.ts';
import { faultsOf, readImage, unpackedBytes } from '../../scripts/image/inspect.ts';

const root = resolve(import.meta.dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');

const GOOD: Image = {
  config: { User: '1000:1000' },
  files: [
    { path: 'usr/local/bin/node', mode: '-rwxr-xr-x', bytes: 116_000_000 },
    ...[
      'usr/local/bin/py-spy',
      'usr/bin/env',
      'usr/bin/sleep',
      'opt/straggler/straggler.js',
      'opt/straggler/.cache/bundle-ABC.cjs-v26.10.0-x64',
      'opt/straggler/docs/alerts.md',
      'opt/straggler/docs/causes/unknown.md',
      'opt/straggler/LICENSE',
      'opt/straggler/THIRD-PARTY-NOTICES.txt',
      'opt/straggler/sbom.cdx.json',
    ].map((path) => ({ path, mode: '-rwxr-xr-x', bytes: 1 })),
  ],
};

function withFile(path: string, { mode = '-rw-r--r--', bytes = 1 } = {}): Image {
  return { ...GOOD, files: [...GOOD.files, { path, mode, bytes }] };
}

test('an image that keeps its promises has no fault', () => expect(faultsOf(GOOD)).toEqual([]));

test.each<[string, Image, string]>([
  ['is too big', withFile('big', { bytes: 200_000_000 }), 'it is 317 MB unpacked, over 250 MB'],
  ['runs as root', { ...GOOD, config: {} }, 'its user is root, not 1000:1000'],
  ['has a shell', withFile('usr/bin/dash'), 'usr/bin/dash has no business in it'],
  ['has sources', withFile('opt/straggler/src/cli.ts'), 'opt/straggler/src/cli.ts has no business in it'],
  ['has a setuid program', withFile('usr/bin/su', { mode: '-rwsr-xr-x' }), 'usr/bin/su changes its user'],
  [
    'has no sleep to become',
    { ...GOOD, files: GOOD.files.filter(({ path }) => path !== 'usr/bin/sleep') },
    'it lacks usr/bin/sleep',
  ],
  [
    'has nothing compiled beforehand',
    { ...GOOD, files: GOOD.files.filter(({ path }) => !path.includes('.cache')) },
    'it lacks the compiled code of the bundle',
  ],
])('an image that %s is refused', (_, image, fault) => expect(faultsOf(image)).toEqual([fault]));

test('files and their sizes are read from the layers of an archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'straggler-image-'));
  try {
    mkdirSync(join(folder, 'layer/usr/bin'), { recursive: true });
    writeFileSync(join(folder, 'layer/usr/bin/a program'), 'x'.repeat(1234), { mode: 0o755 });
    writeFileSync(join(folder, 'manifest.json'), '[{"Config":"config.json","Layers":["layer.tar"]}]');
    writeFileSync(join(folder, 'config.json'), '{"config":{"User":"1000:1000"}}');
    execFileSync('tar', ['-cf', 'layer.tar', '-C', 'layer', '.'], { cwd: folder });
    execFileSync('tar', ['-cf', 'image.tar', 'manifest.json', 'config.json', 'layer.tar'], { cwd: folder });
    const image = readImage(join(folder, 'image.tar'));
    expect(image.config.User).toBe('1000:1000');
    expect(image.files).toEqual([{ path: 'usr/bin/a program', mode: '-rwxr-xr-x', bytes: 1234 }]);
    expect(unpackedBytes(image)).toBe(1234);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the image has the version of py-spy that the tests are run with', () => {
  const version = /const VERSION = '([\d.]+)'/.exec(text('scripts/py-spy.ts'))?.[1];
  expect(text('scripts/image/py-spy.txt')).toContain(`py-spy==${version} `);
});

test('the recording that warms up the image is the one that reaches its build', () => {
  const sent = /^!(test\/recordings\/\S+)$/m.exec(text('.dockerignore'))?.[1];
  expect(sent).toBeDefined();
  expect(() => text(sent!)).not.toThrow();
});
