import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { billOfMaterials } from '../../scripts/sbom.ts';

const root = resolve(import.meta.dirname, '../..');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

interface Bom {
  bomFormat: string;
  metadata: { component: { name: string } };
  components: { name: string; version: string; purl: string; licenses?: unknown[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}
const bom: Bom = JSON.parse(billOfMaterials(root));
const versions = new Map(bom.components.map(({ name, version }) => [name, version]));

test('the bill of materials names each runtime dependency in its exact version', () => {
  expect(bom.bomFormat).toBe('CycloneDX');
  expect(bom.metadata.component.name).toBe('straggler');
  for (const [name, version] of Object.entries(dependencies)) expect(versions.get(name)).toBe(version);
});

test('it names Node and py-spy, which npm knows nothing of', () => {
  expect(versions.get('node')).toBe(devDependencies['node']);
  expect(bom.components.map(({ purl }) => purl)).toContain('pkg:pypi/py-spy@0.4.3');
});

test('it names nothing that only development needs', () => {
  for (const name of ['jest', 'typescript', 'esbuild']) expect(versions.has(name)).toBe(false);
});

test('each part has a licence, and every dependency that is named is a part', () => {
  expect(bom.components.filter(({ licenses }) => licenses === undefined)).toEqual([]);
  const parts = new Set(bom.dependencies.map(({ ref }) => ref));
  expect(bom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !parts.has(ref))).toEqual([]);
});
