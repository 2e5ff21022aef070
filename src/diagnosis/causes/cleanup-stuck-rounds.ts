/** A thread that carries the shutdown out and sleeps in a loop there, for what nothing else explains. */
import type { ThreadState } from '../../python/model/capture.ts';
import { innermostOwn, threadCulprit } from '../culprit.ts';
import type { ShownLimit } from '../drains/shown-limit.ts';
import { shownLimit } from '../drains/shown-limit.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { shutdownWords } from '../shutdown/shutdown-words.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
import { pausesBetweenRounds } from '../waits/pauses.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';

/** A guess, as the rounds may well come to their end; empty where nobody goes round. */
export function cleanupRoundsOfThreads(situation: Situation): Finding[] {
  return shutdownThreads(situation).flatMap((thread) => {
    const loop = pausesBetweenRounds(thread) ? loopAround(situation, thread) : null;
    return loop === null ? [] : [finding(situation, thread, loop)];
  });
}

interface Rounds {
  construct: Construct;
  /** A test of the loop against a clock or a count, whose numbers could not be read. */
  limit: ShownLimit | null;
}

/** The innermost loop of the service's own in which the thread stands. */
function loopAround(situation: Situation, { stack }: ThreadState): Rounds | null {
  for (const place of stack.toReversed()) {
    if (place.origin !== 'user') continue;
    const loop = situation.surroundings(place)?.layers.find((layer) => layer.kind === 'loop');
    if (loop?.kind !== 'loop') continue;
    const construct = { kind: 'loop', text: loop.text, file: place.file, line: loop.line } as const;
    return { construct, limit: shownLimit(situation, place.file, loop.span) };
  }
  return null;
}

function finding(situation: Situation, thread: ThreadState, { construct: loop, limit }: Rounds): Finding {
  const place = innermostOwn(thread.stack);
  const words = shutdownWords(thread);
  const does = threadWaitLabel(situation, thread);
  return {
    cause: 'cleanup-stuck',
    certainty: 'possible',
    sentence: `${upperFirst(threadLabel(thread))} ${words.stands} and goes round in \`${loop.text}\` at ${placeLabel(loop)}${place === null ? '' : `; now it ${does} in ${frameLabel(place)}`}: what it looks for, or tries, does not come.`,
    fix:
      limit === null
        ? 'Give the rounds of the shutdown a limit, in number or in time, and go on without what does not come.'
        : `Make the limit in \`${limit.text}\` (${placeLabel(limit)}) shorter than the grace period (${situation.evidence.graceSeconds ?? 30} s), and go on without what does not come.`,
    culprit: threadCulprit(situation, thread, loop, place),
    waitsFor: { kind: 'timer', description: does },
    evidence: [words.evidence, `the loop at ${placeLabel(loop)} is around the line at which it stands`],
    blocks: ['the exit of Python'],
  };
}
