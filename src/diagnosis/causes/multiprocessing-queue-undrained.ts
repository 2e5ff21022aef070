import { standardFile } from '../../python/model/forks.ts';
import { threadCulprit } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { joinPlace } from './joins.ts';
import { workersOf } from './workers.ts';

/** A process that put into a multiprocessing.Queue joins the queue's feeder thread at exit (multiprocessing/queues.py). */
export const multiprocessingQueueUndrained: Cause = {
  code: 'multiprocessing-queue-undrained',
  title: "a multiprocessing queue's feeder thread blocks, as nobody reads",
  stage: 'leaving',
  evidence: 'a thread stands in multiprocessing.queues.Queue._feed in a write, and the main thread joins it',
  find(situation) {
    const main = situation.mainThread;
    const feeder = situation.last.threads.find((one) =>
      one.stack.some(
        (place) =>
          /(^|\.)_feed$/.test(place.name) && standardFile(place.file).endsWith('multiprocessing/queues.py'),
      ),
    );
    if (main === null || feeder === undefined) return [];
    const joins = main.stack.some((place) => /_finalize_join|join_thread/.test(place.name));
    const writes = feeder.stack.some((place) => /_send|send_bytes|_send_bytes/.test(place.name));
    if (!(joins && writes)) return [];
    const putter = putterOf(situation);
    const hasWorkers = workersOf(situation.last.family).length > 0;
    return [
      {
        cause: 'multiprocessing-queue-undrained',
        // Whoever reads may only be slow.
        certainty: 'likely',
        sentence: `The feeder thread '${feeder.name}' of a multiprocessing.Queue blocks in a write because nobody reads the other end, and the exit joins it${putter === null ? '' : `; most likely the queue is the one that ${putter} puts into`}.`,
        fix: 'Have the process at the other end read the queue empty before it joins the one that put, or call queue.cancel_join_thread() in the latter where what is left may be lost.',
        culprit: threadCulprit(situation, feeder, null, joinPlace(main) ?? feeder.stack.at(-1) ?? null),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, feeder) },
        evidence: [
          "the feeder thread is in a write to the queue's pipe",
          'the main thread joins it',
          ...(hasWorkers ? [] : ['no child process is left that could read it']),
        ],
        blocks: ['the main thread'],
      },
    ];
  },
};

const PUTS = /\.put(_nowait)?\(/;
const OF_PROCESSES = ['multiprocessing', 'Queue('];

/** The only function of the service's that puts into a queue, in the files whose code was seen to run. */
function putterOf(situation: Situation): string | null {
  const stacks = situation.evidence.captures.flatMap(({ capture }) => [
    ...capture.threads.map(({ stack }) => stack),
    ...capture.tasks.map(({ stack }) => stack),
  ]);
  const own = stacks.flatMap((stack) => stack.filter(({ origin }) => origin === 'user'));
  const files = [...new Set(own.map(({ file }) => file))].filter((file) =>
    OF_PROCESSES.every((word) => situation.mayMention(file, [word])),
  );
  const putters = files.flatMap((file) =>
    situation.functionsMatching(file, PUTS).map(({ qualifiedName, line }) => ({ qualifiedName, file, line })),
  );
  const [only] = putters;
  return only === undefined || putters.length > 1 ? null : `${only.qualifiedName} (${placeLabel(only)})`;
}
