import { afterEach, expect, test } from '@jest/globals';
import { Periodic } from '../../src/collector/periodic.ts';

let periodic: Periodic | undefined;
afterEach(() => periodic?.stop());

/** Resolves once `run` was called so often. */
function calls(times: number, run: (call: number) => void) {
  let count = 0;
  let reached: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    reached = resolve;
  });
  return {
    done,
    run: () => {
      count += 1;
      if (count === times) reached();
      return new Promise<void>((resolve) => {
        run(count);
        resolve();
      });
    },
  };
}

test('a run that fails is told once, and the runs go on', async () => {
  const told: string[] = [];
  const { run, done } = calls(4, (call) => {
    if (call < 3) throw Object.assign(new Error('the disk is full'), { fix: 'Make room.' });
  });
  periodic = new Periodic({ everyMs: 1, run, onTrouble: (sentence) => told.push(sentence) });
  periodic.start();
  await done;
  expect(told).toEqual(['the disk is full Make room.']);
});

test('the same trouble is told again when it was over meanwhile', async () => {
  const told: string[] = [];
  const { run, done } = calls(4, (call) => {
    if (call % 2 === 1) throw new Error('odd');
  });
  periodic = new Periodic({ everyMs: 1, run, onTrouble: (sentence) => told.push(sentence) });
  periodic.start();
  await done;
  expect(told).toEqual(['odd', 'odd']);
});

test('a stop ends the run that is under way, and none follows', async () => {
  let runs = 0;
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const told: string[] = [];
  periodic = new Periodic({
    everyMs: 1,
    run: (signal) => {
      runs += 1;
      resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    onTrouble: (sentence) => told.push(sentence),
  });
  periodic.start();
  await begun;
  await periodic.stop();
  expect({ runs, told }).toEqual({ runs: 1, told: [] });
});

test('a run that does not end holds no stop up for ever', async () => {
  periodic = new Periodic({
    everyMs: 1,
    run: () => new Promise(() => undefined),
    onTrouble: () => undefined,
  });
  periodic.start();
  await periodic.stop();
});
