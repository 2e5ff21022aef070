/**
 * Whether the test programs do what their headers say, without Straggler: `node test/support/verify-programs.ts
 * [PYTHON or PART OF A NAME]…`. A program that is wrong about itself could hide a wrong verdict.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Limit } from './limit.ts';
import type { Program } from './program-headers.ts';
import { readPrograms } from './program-headers.ts';
import type { TestPython } from './pythons.ts';
import { installedPythons } from './pythons.ts';
import { startProgram } from './run-program.ts';

const HUNG_AFTER_MS = 1500;
const EXIT_TIMEOUT_MS = 15_000;
const AT_ONCE = 10;

async function verify(program: Program, python: TestPython): Promise<string | null> {
  const running = await startProgram(program, python);
  try {
    process.kill(running.pid, 'SIGTERM');
    if (program.outcomes.includes('hung')) {
      await sleep(HUNG_AFTER_MS);
      return running.isAlive() ? null : `exited, and should hang\n${running.stderr()}`;
    }
    const giveUpAt = performance.now() + EXIT_TIMEOUT_MS;
    while (running.isAlive() && performance.now() < giveUpAt) await sleep(20);
    return running.isAlive() ? 'hangs, and should exit' : null;
  } finally {
    running.end();
  }
}

async function main(filters: string[]): Promise<void> {
  const all = installedPythons();
  const isPython = (filter: string) => /^3\.\d+(t|-musl|\+uvloop)?$/.test(filter);
  const names = filters.filter((filter) => !isPython(filter));
  const pythons = filters.some(isPython) ? all.filter((python) => filters.includes(python.name)) : all;
  const programs = readPrograms().filter(
    (program) => names.length === 0 || names.some((name) => program.name.includes(name)),
  );
  const limit = new Limit(AT_ONCE);
  const wrong: string[] = [];
  let count = 0;
  await Promise.all(
    pythons.flatMap((python) =>
      programs
        .filter((program) => program.runsOn(python))
        .map((program) =>
          limit.run(async () => {
            count += 1;
            const problem = await verify(program, python).catch((error: Error) => error.message);
            if (problem !== null) wrong.push(`${program.name} on ${python.name}: ${problem}`);
          }),
        ),
    ),
  );
  for (const line of wrong.sort()) console.log(line);
  console.log(`${count} runs, ${wrong.length} not as the header says`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
