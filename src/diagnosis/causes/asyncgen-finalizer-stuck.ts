import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import { progressOf } from '../drains/progress.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, taskFinding } from './task-finding.ts';

/** `loop.shutdown_asyncgens` gathers the aclose() of every async generator that was not finished (asyncio/base_events.py). */
export const asyncgenFinalizerStuck: Cause = {
  code: 'asyncgen-finalizer-stuck',
  title: "an async generator's finally pends while the loop closes",
  stage: 'tasks',
  evidence: "asyncio.run is in shutdown_asyncgens; the generator's frame is in its cleanup",
  find(situation) {
    if (situation.phase !== 'closing-async-generators') return [];
    return blamedTasks(situation)
      .filter((one) => !one.task.coroutine.endsWith('shutdown_asyncgens'))
      .map((one) => {
        const place = innermostOwn(one.task.stack);
        // What its finally has called may be where it waits.
        const generator = one.task.stack.find((frame) => frame.origin !== 'python') ?? place;
        const within = generator === place || place === null ? '' : ` in ${place.function}`;
        return taskFinding(situation, one, {
          cause: 'asyncgen-finalizer-stuck',
          certainty: progressOf(situation, one.task) === 'steps' ? 'likely' : 'certain',
          sentence: `The async generator ${generator?.function ?? one.task.coroutine} is being closed and waits${within}${place === null ? '' : ` at ${placeLabel(place)}`} for ${one.task.wait?.description ?? 'something'}; asyncio.run waits for it.`,
          fix: 'Do not wait without bound in the finally of an async generator, and close it yourself where it is used: `async with contextlib.aclosing(generator)`.',
          construct: generator === place ? null : callConstruct(situation, generator, 'await'),
          evidence: ['asyncio.run is closing async generators', ...progressEvidence(situation, one)],
        });
      });
  },
};
