/**
 * Recordings damaged at random. Whatever is read, a look ends in time and within bounds, with a report or with a LookError.
 * `STRAGGLER_SEED` repeats a run that failed (its message names it), `STRAGGLER_FUZZ_RUNS` sets the number of runs.
 */
import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { loadRecording } from '../../src/target/recording-file.ts';
import { recordingPath } from '../recordings/replay.ts';
import type { Scene } from '../recordings/scenes.ts';
import { SCENES } from '../recordings/scenes.ts';
import { look } from './look.ts';
import { copyOf, damage, objectsIn } from './mutate.ts';
import { Random } from './random.ts';

const RUNS = Number(process.env['STRAGGLER_FUZZ_RUNS'] ?? 2_400);
const SEED = Number(process.env['STRAGGLER_SEED'] ?? randomInt(2 ** 31));
const MAX_CPU_MS = 2_000;
const MAX_READ_BYTES = 64 * 1024 * 1024;
const MAX_REPORT_BYTES = 16 * 1024 * 1024;
const MAX_HEAP_GROWN_BYTES = 256 * 1024 * 1024;
const TIMEOUT_MS = 60_000 + 200 * RUNS;

// Those with more to break get as many runs, and take most of the time.
const runsEach = Math.ceil(RUNS / SCENES.length);

test.each(SCENES)(
  `a damaged recording never breaks a look, nor makes it long or large: $name, ${runsEach} runs from seed ${SEED}`,
  (scene) => lookManyTimes(scene),
  TIMEOUT_MS,
);

async function lookManyTimes(scene: Scene): Promise<void> {
  const whole = loadRecording(recordingPath(scene));
  const objects = objectsIn(whole);
  let captured = 0;
  for (let seed = SEED; seed < SEED + runsEach; seed += 1) {
    const recording = copyOf(whole);
    const harm = damage(recording, objects, new Random(seed));
    const repeat = `${harm}: repeat with STRAGGLER_SEED=${seed} STRAGGLER_FUZZ_RUNS=1 npm test -- test/fuzz -t ${scene.name}`;
    const cost = await look(recording, seed % 2 === 0).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${repeat}`, { cause: error });
    });
    const excess = [
      cost.cpuMs > MAX_CPU_MS && `${Math.round(cost.cpuMs)} ms`,
      cost.bytesRead > MAX_READ_BYTES && `${cost.bytesRead} bytes read`,
      cost.reportBytes > MAX_REPORT_BYTES && `a report of ${cost.reportBytes} bytes`,
      cost.heapGrownBytes > MAX_HEAP_GROWN_BYTES && `${cost.heapGrownBytes} bytes of memory`,
    ].filter(Boolean);
    if (excess.length > 0) throw new Error(`${excess.join(', ')}\n${repeat}`);
    if (cost.captured) captured += 1;
  }
  // Else the damage would be such that nothing is looked at.
  if (runsEach >= 50) expect(captured).toBeGreaterThan(runsEach / 2);
}
