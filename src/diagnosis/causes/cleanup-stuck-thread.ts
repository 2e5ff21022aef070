import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { callConstruct, threadCulprit } from '../culprit.ts';
import { cleanupAt } from '../shutdown/retries.ts';
import type { Situation } from '../situation.ts';
import { atRest } from '../threads/at-rest.ts';
import type { Construct } from '../vocabulary.ts';
import { childPollOfThread } from '../waits/child-polls.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { nextThread } from '../waits/threads.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { supervises } from './child-still-running.ts';
import { cleanupStuckAsked } from './cleanup-stuck-asked.ts';
import { isExplained } from './cleanup-stuck-shutdown.ts';
import { isJoin } from './joins.ts';
import { nativeTeardownStuckShutdown } from './native-teardown-stuck-shutdown.ts';

/** A handler that raises (SystemExit, KeyboardInterrupt) unwinds the main thread like any exception: through its finally blocks. */
export const cleanupStuckThread: Cause = {
  code: 'cleanup-stuck',
  title: 'a cleanup waits for what never comes',
  stage: 'leaving',
  evidence:
    "no loop runs on the main thread, and it waits in a finally, an except or an exit of the service's own code",
  find(situation) {
    const met = situation.mainThread;
    const main = met === null ? null : atRest(situation, met);
    if (
      main === null ||
      situation.evidence.signal === null ||
      situation.phase !== 'draining' ||
      isJoin(main) ||
      supervises(main) ||
      childPollOfThread(situation, main) !== null
    )
      return [];
    if (situation.last.loops.some((loop) => loop.threadId === main.id && loop.state !== 'closed')) return [];
    // A server's drain is a cleanup that waits for a job.
    if (isExplained(situation)) return [];
    // A coroutine of another loop, or what that waits for, is to blame.
    if (cleanupStuckAsked.find(situation).length > 0) return [];
    // Of a lock its holder is to blame.
    if (main.waitsFor.kind === 'lock' && nextThread(situation, main) !== null) return [];
    // A call of C is bounded by what its library takes, and by nothing around it.
    if (nativeTeardownStuckShutdown.find(situation).length > 0) return [];
    const cleanup = cleanupOf(situation, main);
    if (cleanup === null) return [];
    const { place, construct, now } = cleanup;
    return [
      {
        cause: 'cleanup-stuck',
        certainty: 'likely',
        sentence: `The main thread is in its cleanup (\`${construct.text}\` at ${placeLabel(construct)}) and ${threadWaitLabel(situation, main)} in ${frameLabel(now)}.`,
        fix: 'Bound every wait in a cleanup with a time limit, and go on without what does not come.',
        culprit: threadCulprit(situation, main, construct, now),
        waitsFor: { kind: 'thread', description: threadWaitLabel(situation, main) },
        evidence: [
          `the main thread stands in ${place.function}, inside \`${construct.text}\``,
          `it ${threadWaitLabel(situation, main)}`,
        ],
        blocks: ['the exit of Python'],
      },
    ];
  },
};

/** Only of lines at which nothing stood before the signal: a program may well work inside an except clause. */
function cleanupOf(
  situation: Situation,
  main: ThreadState,
): { place: CodePlace; construct: Construct; now: CodePlace } | null {
  const own = main.stack.filter((one) => one.origin !== 'python');
  const now = own.findLast(({ origin }) => origin === 'user') ?? own.at(-1);
  if (now === undefined) return null;
  // What waits may be a client's one line, at which the work waited as well: the line that is in the cleanup tells.
  const before = situation.before?.threads.find((one) => one.isMain)?.stack ?? [];
  const stood = ({ codeId, line }: CodePlace) =>
    before.some((one) => one.codeId === codeId && one.line === line);
  for (const place of own.toReversed()) {
    const region = stood(place) ? null : cleanupAt(situation, place);
    if (region !== null) return { place, construct: { ...region.construct, file: place.file }, now };
  }
  const exit = exitOf(situation, own, now);
  return exit === null || stood(exit.place) ? null : exit;
}

/** The `__exit__` of a class of the service's own, under the `with` that called it. */
function exitOf(
  situation: Situation,
  own: readonly CodePlace[],
  now: CodePlace,
): { place: CodePlace; construct: Construct; now: CodePlace } | null {
  const index = own.findLastIndex((place) => /(^|\.)__exit__$/.test(place.function));
  const [place, outer] = [own[index], own[index - 1]];
  if (place === undefined || outer === undefined) return null;
  // While its exit runs, a frame stands at the line of the `with` itself, and up to 3.9 at the last one inside.
  const layer = situation.surroundings(outer)?.layers.find((one) => one.kind === 'with');
  const isAtWith = /^(async )?with\b/.test(situation.sourceLine(outer.file, outer.line)?.trim() ?? '');
  const construct: Construct | null =
    layer?.kind === 'with' && !isAtWith
      ? { kind: 'with', text: layer.text, file: outer.file, line: layer.line }
      : callConstruct(situation, outer, isAtWith ? 'with' : 'call');
  return construct === null ? null : { place, construct, now };
}
