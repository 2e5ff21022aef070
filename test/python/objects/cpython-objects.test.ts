import { resolve } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { hexId } from '../../../src/python/hex-id.ts';
import type { CPythonObjects } from '../../../src/python/objects/cpython-objects.ts';
import { endAll, printed, start } from '../../support/processes.ts';
import { lookInto } from '../../support/python-pass.ts';
import { PYTHONS, pythonNamed } from '../../support/pythons.ts';

const PROGRAM = resolve(import.meta.dirname, '../../programs/oracle/objects.py');

afterEach(endAll);

interface Expected {
  strings: Record<string, string>;
  numbers: number[];
  floats: number[];
  booleans: boolean[];
  sequences: Record<string, string[]>;
  deques: Record<string, number[]>;
  sets: Record<string, string[]>;
  dicts: Record<string, [string, string][]>;
  instances: Record<string, Record<string, string>>;
  weakSet: string[];
  weak: string;
  lineage: string[];
  callables: Record<string, [string, string | null]>;
  classAttribute: string;
  asyncioFile: string;
}

async function objectsOf(python: string): Promise<{ objects: CPythonObjects; expected: Expected }> {
  const child = start(python, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await printed(child, '\n', 30_000);
  return { objects: lookInto(child.pid).pass.objects, expected: JSON.parse(line) as Expected };
}

function reading(objects: CPythonObjects) {
  const global = (name: string) => objects.global('__main__', name);
  const text = (address: number) => objects.str(address, 1_000) ?? '?';
  const textOrNumber = (address: number) => objects.str(address) ?? String(objects.int(address));
  const each = <T>(name: string, read: (address: number) => T): Record<string, T> =>
    Object.fromEntries(objects.entries(global(name)).map(([key, value]) => [text(key), read(value)]));
  return { global, text, textOrNumber, each };
}

for (const name of PYTHONS) {
  const python = pythonNamed(name);
  const title = `objects of every kind are read from Python ${name}`;
  if (python === null) test.skip(`${title} (not on this machine)`, () => undefined);
  else test(title, () => compare(python.path));
}

async function compare(python: string): Promise<void> {
  const { objects, expected } = await objectsOf(python);
  const { global, text, textOrNumber, each } = reading(objects);

  const strings = each('strings', text);
  expect(strings['surrogate']).toBe('\udc80 lone');
  expect(strings).toEqual({ ...expected.strings, surrogate: strings['surrogate'] });
  expect(objects.items(global('numbers')).map((one) => objects.int(one))).toEqual(expected.numbers);
  expect(objects.items(global('floats')).map((one) => objects.float(one))).toEqual(expected.floats);
  expect(objects.items(global('booleans')).map((one) => objects.bool(one))).toEqual(expected.booleans);
  expect(each('sequences', (one) => objects.items(one).map(text))).toEqual(expected.sequences);
  expect(each('deques', (one) => objects.items(one).map((item) => objects.int(item)))).toEqual(
    expected.deques,
  );
  expect(each('deques', (one) => objects.length(one))).toEqual({ small: 5, large: 300, rotated: 70 });
  const lefts = each('iterators', (one) => objects.left(one));
  expect(lefts).toEqual({
    ...Object.fromEntries(Object.keys(lefts).map((one) => [one, 5])),
    new: 8,
    'at its end': 0,
  });
  expect(Object.keys(lefts)).toHaveLength(12);
  expect(each('simple_queues', (one) => objects.length(one))).toEqual({ empty: 0, used: 13 });
  expect(each('sets', (one) => objects.members(one).map(text).sort())).toEqual(expected.sets);
  expect(
    each('dicts', (one) =>
      objects.entries(one, 100_000).map(([key, value]) => [textOrNumber(key), text(value)]),
    ),
  ).toEqual(expected.dicts);
  expect(objects.members(global('weak_set')).map(hexId).sort()).toEqual(expected.weakSet);
  expect(hexId(objects.weakReferent(global('weak')))).toBe(expected.weak);
  expect(objects.weakReferent(global('dead'))).toBe(0);

  compareAttributes(objects, expected);
  compareCallables(objects, expected);
  compareTypes(objects, expected);
}

function compareAttributes(objects: CPythonObjects, expected: Expected): void {
  const { text, each } = reading(objects);
  const listed = each('instances', (one) =>
    Object.fromEntries(
      objects
        .attributes(one)
        .map(([name, value]): [string, string] => [name, text(value)])
        .filter(([, value]) => value !== '?'),
    ),
  );
  expect(listed).toEqual(expected.instances);
  const looked = each('instances', (one) => one);
  for (const [name, attributes] of Object.entries(expected.instances)) {
    const address = looked[name] ?? 0;
    for (const [attribute, value] of Object.entries(attributes)) {
      expect([name, attribute, text(objects.attribute(address, attribute))]).toEqual([
        name,
        attribute,
        value,
      ]);
    }
    expect(objects.attribute(address, 'kind')).toBe(0);
    expect(objects.attribute(address, 'empty')).toBe(0);
  }
}

function compareCallables(objects: CPythonObjects, expected: Expected): void {
  const { each } = reading(objects);
  const facts = each('callables', (one) => objects.callable(one));
  for (const [name, [qualifiedName, self]] of Object.entries(expected.callables)) {
    expect([name, facts[name]?.qualifiedName]).toEqual([name, qualifiedName]);
    if (self !== null) expect([name, hexId(facts[name]?.self ?? 0)]).toEqual([name, self]);
  }
  const closure = facts['closure']?.closure() ?? [];
  expect(closure.map(([name]) => name).sort()).toEqual(['also', 'captured']);
  expect(objects.str(closure.find(([name]) => name === 'also')?.[1] ?? 0)).toBe('α');
  expect(facts['partial']?.partialArguments.map((one) => objects.str(one))).toEqual(['first']);
}

function compareTypes(objects: CPythonObjects, expected: Expected): void {
  const { each, global, text } = reading(objects);
  const child = each('instances', (one) => one)['child'] ?? 0;
  expect(objects.typeLineage(child)).toEqual(expected.lineage);
  expect(objects.isInstance(child, 'Plain')).toBe(true);
  expect(objects.isInstance(child, 'Slotted')).toBe(false);
  expect(objects.moduleOf(child)).toBe('__main__');
  expect(text(objects.typeAttribute(objects.typeOf(child), 'kind'))).toBe(expected.classAttribute);
  expect(text(objects.attribute(objects.module('asyncio'), '__file__'))).toBe(expected.asyncioFile);
  expect(objects.module('asyncio.not_there')).toBe(0);
  expect(objects.global('asyncio.not_there', 'name')).toBe(0);
  expect(objects.typeName(global('no_such_name'))).toBe('');
}
