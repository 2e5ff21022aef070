import { expect, test } from '@jest/globals';
import { pythonNamed } from '../../support/pythons.ts';
import { compareChains, compareWithPython } from './oracle/compare.ts';

/** Another run: `ORACLE_SEED=123 npm test -- test/diagnosis/source/oracle.test.ts`. */
const seed = Number(process.env['ORACLE_SEED'] ?? 20261125);
const COROUTINES = 150;

for (const version of ['3.8', '3.13']) {
  const python = pythonNamed(version);
  const run = python === null ? test.skip : test;
  run(
    `what random coroutines do with a cancellation on ${version} is what the syntax says (seed ${seed})`,
    () => {
      if (python === null) return;
      const result = compareWithPython(python, seed, COROUTINES);
      expect(result.certainWrong).toEqual([]);
      expect(result.unforeseen).toEqual([]);
      // Hardly anything is left open, and the likeliest outcome is nearly always the one that happens.
      expect(result.certain / result.facts).toBeGreaterThan(0.9);
      expect(result.mainRight / result.facts).toBeGreaterThan(0.9);
    },
  );
}

for (const version of ['3.8', '3.13']) {
  const python = pythonNamed(version);
  const run = python === null ? test.skip : test;
  run(`what becomes of random chains of two on ${version} is what their syntax says (seed ${seed})`, () => {
    if (python === null) return;
    const result = compareChains(python, seed, COROUTINES);
    expect(result.certainWrong).toEqual([]);
    expect(result.certain / result.facts).toBeGreaterThan(0.8);
    expect(result.mainRight / result.facts).toBeGreaterThan(0.9);
  });
}
