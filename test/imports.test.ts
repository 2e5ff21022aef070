import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const root = resolve(import.meta.dirname, '..');
const depcruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'straggler-imports-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Violation = { from: string; to: string; rule: { name: string } };

/** What `npm run check:imports` says of a small tree of sources: "importer -> imported: broken rule". */
function violations(files: Record<string, string>): string[] {
  for (const [path, imports] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${imports}\nexport const here = 1;\nexport type Here = number;\n`);
  }
  const config = join(root, '.dependency-cruiser.js');
  const args = [depcruise, 'src', '--config', config, '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (stdout === '') throw new Error(`dependency-cruiser said nothing: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ from, to, rule }) => `${from} -> ${to}: ${rule.name}`).sort();
}

const value = (path: string) => `import { here as there } from '${path}';`;
const type = (path: string) => `import type { Here as There } from '${path}';`;

test('a stage imports what lies to its left, and anyone imports settings and metrics', () => {
  expect(
    violations({
      'src/settings/a.ts': '',
      'src/metrics/a.ts': '',
      'src/kubernetes/a.ts': "import { Watch } from '@kubernetes/client-node';",
      'src/target/a.ts': value('../settings/a.ts'),
      'src/python/reader.ts': value('../target/a.ts'),
      'src/python/model/capture.ts': type('../reader.ts'),
      'src/diagnosis/a.ts': value('../python/model/capture.ts'),
      'src/diagnosis/b.ts': type('../python/reader.ts'),
      'src/report/a.ts': value('../diagnosis/a.ts'),
      'src/delivery/a.ts': value('../report/a.ts'),
      'src/shutdown/a.ts': value('../delivery/a.ts'),
      'src/collector/a.ts': `${value('../report/a.ts')} import '../kubernetes/a.ts';`,
      'src/commands/a.ts': `${value('../collector/a.ts')} import '../shutdown/a.ts'; import '../metrics/a.ts';`,
      'src/cli.ts': value('./commands/a.ts'),
    }),
  ).toEqual([]);
});

test('every import against the direction is refused, types and dynamic imports too', () => {
  expect(
    violations({
      'src/target/a.ts': value('../python/a.ts'),
      'src/python/a.ts': '',
      'src/python/b.ts': type('../report/a.ts'),
      'src/python/c.ts': "const later = await import('../diagnosis/a.ts');",
      'src/diagnosis/a.ts': '',
      'src/report/a.ts': '',
      'src/report/b.ts': value('../delivery/a.ts'),
      'src/delivery/a.ts': '',
      'src/delivery/b.ts': value('../collector/a.ts'),
      'src/shutdown/a.ts': value('../kubernetes/a.ts'),
      'src/collector/a.ts': '',
      'src/collector/b.ts': value('../python/a.ts'),
      'src/settings/a.ts': value('../metrics/a.ts'),
      'src/metrics/a.ts': '',
      'src/kubernetes/a.ts': '',
      'src/commands/a.ts': '',
      'src/commands/b.ts': value('../cli.ts'),
      'src/cli.ts': '',
    }),
  ).toEqual([
    'src/collector/b.ts -> src/python/a.ts: collector-imports-only-to-its-left',
    'src/commands/b.ts -> src/cli.ts: commands-imports-only-to-its-left',
    'src/delivery/b.ts -> src/collector/a.ts: delivery-imports-only-to-its-left',
    'src/python/b.ts -> src/report/a.ts: python-imports-only-to-its-left',
    'src/python/c.ts -> src/diagnosis/a.ts: python-imports-only-to-its-left',
    'src/report/b.ts -> src/delivery/a.ts: report-imports-only-to-its-left',
    'src/settings/a.ts -> src/metrics/a.ts: settings-imports-only-to-its-left',
    'src/shutdown/a.ts -> src/kubernetes/a.ts: shutdown-imports-only-to-its-left',
    'src/target/a.ts -> src/python/a.ts: target-imports-only-to-its-left',
  ]);
});

test('what a stage must never know is refused whatever the direction', () => {
  expect(
    violations({
      'test/support/a.ts': '',
      'src/python/reader.ts': '',
      'src/diagnosis/a.ts': value('../python/reader.ts'),
      'src/diagnosis/b.ts': "import { readFileSync } from 'node:fs';",
      'src/commands/a.ts': "import { Watch } from '@kubernetes/client-node';",
      'src/commands/b.ts': value('../../test/support/a.ts'),
      'src/utils/a.ts': value('../python/reader.ts'),
      'src/target/a.ts': value('./b.ts'),
      'src/target/b.ts': type('./a.ts'),
    }),
  ).toEqual([
    'src/commands/a.ts -> @kubernetes/client-node: kubernetes-is-the-only-home-of-its-client',
    'src/commands/b.ts -> test/support/a.ts: src-stands-alone',
    'src/diagnosis/a.ts -> src/python/reader.ts: diagnosis-knows-captures-only-as-data',
    'src/diagnosis/b.ts -> fs: diagnosis-is-pure',
    'src/target/a.ts -> src/target/b.ts: no-cycles',
    'src/utils/a.ts -> src/python/reader.ts: every-folder-is-in-the-table',
  ]);
});
