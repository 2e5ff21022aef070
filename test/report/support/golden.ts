/** Compares with a file of `test/report/golden`; `UPDATE_GOLDEN=1 npm test -- report` writes them anew. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('../golden/', import.meta.url));

export function expectGolden(name: string, text: string): void {
  const path = `${FOLDER}${name}`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}
