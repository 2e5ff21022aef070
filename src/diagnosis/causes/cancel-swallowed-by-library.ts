import type { TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Blamed } from '../blame.ts';
import type { Swallower } from '../cancellation/swallow-search.ts';
import { findSwallower } from '../cancellation/swallow-search.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import type { LibraryRule } from '../libraries/rules.ts';
import { managerRule } from '../libraries/rules.ts';
import type { Situation } from '../situation.ts';
import type { Construct, Finding } from '../vocabulary.ts';
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
      if (known !== null && !isOuter(situation, one, swallower, known))
        return [byRule(situation, one, known)];
      const place = swallower?.place ?? innermostLibrary(one);
      const within = swallower === null && place === null ? managerAround(situation, one) : null;
      if (within !== null) return [byManager(situation, one, within)];
      return place === null ? [] : [byFrame(situation, one, place, swallower)];
    });
  },
};

/**
 * Another library further out catches what is thrown through the frame that the record tells of, by itself or as a
 * decorator tells it (which the service retries with): that explains the loss at any moment, the record only in one.
 */
function isOuter(
  situation: Situation,
  { task }: Blamed,
  swallower: Swallower | null,
  { place }: Known,
): boolean {
  if (swallower === null || swallower.place.origin !== 'library') return false;
  if (swallower.place.package === place.package) return false;
  const isSure = swallower.certain && swallower.followed;
  return isSure || decoratorOf(situation, task, swallower.place) !== null;
}

type Known = NonNullable<ReturnType<typeof knownLibrary>>;

function innermostLibrary(blamed: Blamed): CodePlace | null {
  return blamed.task.stack.filter((one) => one.origin === 'library').at(-1) ?? null;
}

interface Within {
  rule: LibraryRule;
  place: CodePlace;
  header: Construct;
}

/** A context manager leaves no frame while its body runs: it stands around the line, in a version with a known defect. */
function managerAround({ last, surroundings }: Situation, { task }: Blamed): Within | null {
  const python = last.python?.version ?? null;
  for (const place of task.stack.toReversed()) {
    const layers = place.origin === 'user' ? (surroundings(place)?.layers ?? []) : [];
    for (const layer of layers) {
      if (layer.kind !== 'with') continue;
      const rules = layer.items.flatMap(({ callee }) =>
        callee === null ? [] : (managerRule(callee, last.libraries, python) ?? []),
      );
      // Of what no version has mended, to stand in it says too little.
      const rule = rules.find(({ versions }) => versions.before !== null);
      const header = { kind: 'with', text: layer.text, file: place.file, line: layer.line } as const;
      if (rule !== undefined) return { rule, place, header };
    }
  }
  return null;
}

function byManager(situation: Situation, blamed: Blamed, { rule, place, header }: Within): Finding {
  const name = rule.package === 'python' ? 'Python' : rule.package;
  const version = rule.package === 'python' ? situation.last.python?.version : situation.last.libraries[name];
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed-by-library',
    certainty: 'likely',
    sentence: `${taskLabel(blamed.task)} lost its cancellation, most likely in \`${header.text}\` at ${placeLabel(header)}, and goes on at ${placeLabel(place)}: in ${name} ${version ?? ''} ${rule.sentence}.`,
    fix: rule.fix,
    construct: header,
    evidence: [
      ...requestEvidence(blamed),
      `${name} ${version ?? ''} is known for it`,
      ...progressEvidence(situation, blamed),
    ],
  });
}

function byRule(situation: Situation, blamed: Blamed, known: Known): Finding {
  const { task } = blamed;
  const { caller } = known;
  const now = innermostOwn(task.stack);
  // Up to 3.10 only the code says that it was cancelled at all.
  const isElsewhere = caller !== null && !task.stack.includes(caller) && now !== null;
  const isGuess = isElsewhere && task.cancelRequests === null && task.inToCancel !== true;
  const version =
    known.place.origin === 'python'
      ? `Python ${situation.last.python?.version}`
      : `${known.rule.package} ${situation.last.libraries[known.rule.package] ?? ''}`.trim();
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed-by-library',
    certainty: isGuess ? 'possible' : 'likely',
    sentence: `${taskLabel(task)} ${isGuess ? 'may have lost' : 'lost'} its cancellation in ${known.place.function} of ${version}${caller === null ? '' : `, called at ${placeLabel(caller)}`}${isElsewhere ? `, and goes on at ${placeLabel(now)}` : ''}: ${known.rule.sentence}.`,
    fix: known.rule.fix,
    construct: callConstruct(situation, caller),
    evidence: [
      ...requestEvidence(blamed),
      `${version} is known for it`,
      ...progressEvidence(situation, blamed),
    ],
  });
}

/** A function's code begins with its decorators (`co_firstlineno`); one of that library's has a frame of its own around the function's. */
function decoratorOf(
  situation: Situation,
  { stack }: TaskState,
  { package: name }: CodePlace,
): string | null {
  const own = innermostOwn(stack);
  const around = own === null ? undefined : stack[stack.lastIndexOf(own) - 1];
  if (own === null || around?.origin !== 'library' || around.package !== name) return null;
  const text = situation.sourceLine(own.file, own.firstLine);
  if (text?.trim().startsWith('@') !== true) return null;
  return `the decorator of ${own.function} at ${placeLabel({ file: own.file, line: own.firstLine })}`;
}

function byFrame(
  situation: Situation,
  blamed: Blamed,
  place: CodePlace,
  swallower: Swallower | null,
): Finding {
  const { task } = blamed;
  const own = innermostOwn(task.stack);
  const { package: name } = place;
  const version = name === null ? undefined : situation.last.libraries[name];
  const label = `${name ?? 'code that was made at run time'}${version === undefined ? '' : ` ${version}`}`;
  const decorator = decoratorOf(situation, task, place);
  const teller = swallower === null ? null : decorator;
  return taskFinding(situation, blamed, {
    cause: 'cancel-swallowed-by-library',
    certainty: swallower?.certain === true || teller !== null ? 'likely' : 'possible',
    sentence: `${taskLabel(task)} was cancelled and went on: ${catches(label, { place, teller, certain: swallower?.certain === true })}.`,
    fix: `Look which exceptions ${name ?? 'it'} is told to catch or to retry${decorator === null ? '' : `, by ${decorator}`} (BaseException takes CancelledError along)${name === null ? '' : `; or try a newer ${name}`}. A timeout around the call is no way out: it cancels, too.`,
    construct: callConstruct(situation, own),
    evidence: [...requestEvidence(blamed), ...progressEvidence(situation, blamed)],
  });
}

/** `teller`: the decorator that says what the library is to catch. */
function catches(
  label: string,
  { place, teller, certain }: { place: CodePlace; teller: string | null; certain: boolean },
): string {
  const at = frameLabel(place);
  if (certain)
    return `${label} catches CancelledError in ${at}${teller === null ? '' : `, as ${teller} lets it`}`;
  if (teller !== null)
    return `${label} stands in its chain at ${at}, and catches there what ${teller} tells it to`;
  return `no function of the service's own in its chain can have caught that, but ${label} stands there at ${at}`;
}
