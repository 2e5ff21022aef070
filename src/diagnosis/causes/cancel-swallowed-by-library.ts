import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import { findSwallower } from '../swallow-search.ts';
import type { Finding } from '../vocabulary.ts';
import { frameLabel, placeLabel, taskLabel } from '../words.ts';
import { isLibrarys, knownLibrary, swallowed } from './cancel-swallowed.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** Looked at before user code is blamed on a guess (causes.md, step 7). */
export const cancelSwallowedByLibrary: Cause = {
  code: 'cancel-swallowed-by-library',
  title: 'a library swallowed the cancellation',
  stage: 'tasks',
  evidence:
    "the cancellation was lost, no user frame can swallow, and the chain holds a library's or Python's frame known to",
  find(situation) {
    return swallowed(situation).flatMap((one) => {
      const swallower = findSwallower(situation, one.task);
      if (swallower !== null && !isLibrarys(situation, one, swallower)) return [];
      const known = knownLibrary(situation, one);
      if (known !== null) return [byRule(situation, one, known)];
      const place = swallower?.place ?? innermostLibrary(one);
      return place === null ? [] : [byFrame(situation, one, place, swallower?.certain === true)];
    });
  },
};

function innermostLibrary(blamed: Blamed): CodePlace | null {
  return blamed.task.stack.filter((one) => one.origin === 'library').at(-1) ?? null;
}

function byRule(
  situation: Situation,
  blamed: Blamed,
  known: NonNullable<ReturnType<typeof knownLibrary>>,
): Finding {
  const { task } = blamed;
  const own = innermostOwn(task.stack);
  const version =
    known.place.origin === 'python'
      ? `Python ${situation.last.python?.version}`
      : `${known.rule.package} ${situation.last.libraries[known.rule.package] ?? ''}`.trim();
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed-by-library',
    certainty: 'likely',
    sentence: `${taskLabel(task)} lost its cancellation in ${known.place.function} of ${version}${own === null ? '' : `, called at ${placeLabel(own)}`}: ${known.rule.sentence}.`,
    fix: known.rule.fix,
    construct: callConstruct(situation, own),
    evidence: [
      ...requestEvidence(blamed),
      `${version} is known for it`,
      ...progressEvidence(situation, blamed),
    ],
  });
}

/** A function's code begins with its decorators (`co_firstlineno`). */
function decoratorOf(situation: Situation, own: CodePlace | null): string {
  const text = own === null ? null : situation.sourceLine(own.file, own.firstLine);
  if (own === null || text?.trim().startsWith('@') !== true) return '';
  return `: the decorator of ${own.function} at ${placeLabel({ file: own.file, line: own.firstLine })}`;
}

function byFrame(situation: Situation, blamed: Blamed, place: CodePlace, certain: boolean): Finding {
  const { task } = blamed;
  const own = innermostOwn(task.stack);
  const name = place.package ?? 'a library';
  const version = situation.last.libraries[name];
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed-by-library',
    certainty: certain ? 'likely' : 'possible',
    sentence: `${taskLabel(task)} was cancelled and went on; no frame of the service's own code can swallow a cancellation, but ${name}${version === undefined ? '' : ` ${version}`} stands in its chain at ${frameLabel(place)}.`,
    fix: `Look which exceptions ${name} is told to catch or to retry${decoratorOf(situation, own)} (BaseException takes CancelledError along), or for a newer ${name}. A timeout around the call is no way out: it cancels, too.`,
    construct: callConstruct(situation, own),
    evidence: [...requestEvidence(blamed), ...progressEvidence(situation, blamed)],
  });
}
