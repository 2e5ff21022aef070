import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { blockOf, sourceFileOf } from '../../../src/diagnosis/source/file.ts';
import type { Block, Statement } from '../../../src/diagnosis/source/syntax/tree.ts';
import { pythonNamed } from '../../support/pythons.ts';

type Outline = (string | number | Outline)[];

const block = (one: Block | null): Outline => one?.statements.map(outline) ?? [];

function outline(one: Statement): Outline {
  const span = [one.span.fromLine, one.span.toLine];
  switch (one.kind) {
    case 'definition':
      return ['definition', ...span];
    case 'if':
    case 'match':
      return [one.kind, ...span, ...one.arms.map((arm) => block(arm.body))];
    case 'loop':
      return ['loop', ...span, block(one.body), block(one.orelse)];
    case 'with':
      return ['with', ...span, one.items.length, block(one.body)];
    case 'try':
      return [
        'try',
        ...span,
        block(one.body),
        one.handlers.map((handler) => [handler.line, handler.types.length, block(handler.body)]),
        block(one.orelse),
        block(one.finalbody),
      ];
    case 'simple':
      return [/^(return|break|continue|raise)$/.test(one.effect.kind) ? one.effect.kind : 'simple', ...span];
  }
}

/** Bodies of functions are compared with the functions' own blocks. */
function shallow(wanted: Outline): Outline {
  return wanted.map((one) => {
    if (!Array.isArray(one)) return one;
    return shallow(one[0] === 'definition' ? one.slice(0, 3) : one);
  });
}

function bodies(wanted: Outline, found = new Map<string, Outline>()): Map<string, Outline> {
  for (const one of wanted) {
    if (!Array.isArray(one)) continue;
    if (one[0] === 'definition') found.set(`${one[1]}-${one[2]}`, one[3] as Outline);
    bodies(one, found);
  }
  return found;
}

/** Folders of the library with many shapes of statements. */
const FOLDERS = [
  'asyncio',
  'concurrent/futures',
  'test/libregrtest',
  'unittest',
  'multiprocessing',
  'email',
  'logging',
];

for (const version of ['3.8', '3.14']) {
  const python = pythonNamed(version);
  const run = python === null ? test.skip : test;
  run(`statements of ${version}'s library are what its own parser sees`, () => {
    if (python === null) return;
    const library = execFileSync(python.path, ['-c', 'import os; print(os.path.dirname(os.__file__))'], {
      encoding: 'utf8',
    }).trim();
    const folders = FOLDERS.map((folder) => join(library, folder));
    const script = resolve(import.meta.dirname, 'structure/outline.py');
    const answer = execFileSync(python.path, ['-W', 'ignore', script, ...folders], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const wrong: string[] = [];
    const outlines = JSON.parse(answer) as Record<string, Outline>;
    for (const [file, wanted] of Object.entries(outlines)) {
      const parsed = sourceFileOf({ file, text: readFileSync(file, 'utf8') });
      if (parsed === null) throw new Error(file);
      const functions = bodies(wanted);
      for (const scope of parsed.scopes) {
        if (scope.body === null) continue;
        const own = scope.kind === 'module' ? wanted : functions.get(`${scope.firstLine}-${scope.toLine}`);
        if (
          own === undefined ||
          JSON.stringify(block(blockOf(parsed, scope))) !== JSON.stringify(shallow(own))
        )
          wrong.push(`${file} ${scope.qualifiedName}`);
        functions.delete(`${scope.firstLine}-${scope.toLine}`);
      }
      for (const missing of functions.keys()) wrong.push(`${file} lines ${missing}`);
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(outlines).length).toBeGreaterThan(80);
  });
}
