/**
 * The bill of materials as CycloneDX: `npm run -s sbom` prints that of the checkout. The image's has Debian's packages
 * too, and lies in it as /opt/straggler/sbom.cdx.json.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageUrl } from './image/debian.ts';

interface Component {
  'bom-ref': string;
  type: 'application' | 'library';
  name: string;
  version: string;
  purl: string;
  hashes?: { alg: string; content: string }[];
  licenses?: { license: { id: string } }[];
}

interface Bom {
  metadata: { component: { name: string; type: string; 'bom-ref': string } };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

export function billOfMaterials(root: string, debianPackages: string[] = []): string {
  const words = ['sbom', '--package-lock-only', '--omit', 'dev', '--sbom-format', 'cyclonedx'];
  const bom: Bom = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8', timeout: 60_000 }));
  // npm names it after the folder.
  Object.assign(bom.metadata.component, { name: 'straggler', type: 'application' });
  const others = [node(root), pySpy(root), ...debianPackages.map(debian)];
  bom.components.push(...others);
  const own = bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref']);
  own?.dependsOn?.push(...others.map((one) => one['bom-ref']));
  bom.dependencies.push(...others.map((one) => ({ ref: one['bom-ref'], dependsOn: [] })));
  return `${JSON.stringify(bom, null, 2)}\n`;
}

/** The program that runs the bundle: a development dependency in the checkout, part of the image. */
function node(root: string): Component {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    devDependencies: { node: string };
  };
  const version = devDependencies.node;
  return {
    ...component('application', 'node', version, `pkg:generic/node@${version}`),
    licenses: [{ license: { id: 'MIT' } }],
  };
}

function pySpy(root: string): Component {
  const pinned = readFileSync(join(root, 'scripts/image/py-spy.txt'), 'utf8');
  const version = /^py-spy==(\S+)/m.exec(pinned)?.[1];
  if (version === undefined) throw new Error('scripts/image/py-spy.txt names no version of py-spy');
  return {
    ...component('application', 'py-spy', version, `pkg:pypi/py-spy@${version}`),
    licenses: [{ license: { id: 'MIT' } }],
  };
}

function debian(name: string): Component {
  const { version, purl } = packageUrl(name);
  return component('library', name, version, purl);
}

function component(type: Component['type'], name: string, version: string, purl: string): Component {
  return { 'bom-ref': `${name}@${version}`, type, name, version, purl };
}

if (import.meta.main) process.stdout.write(billOfMaterials(resolve(import.meta.dirname, '..')));
