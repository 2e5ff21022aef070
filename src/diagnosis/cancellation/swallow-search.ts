/**
 * Finds the construct that ate a cancellation: first by following the exception from where it landed (the await at
 * which the task stood before the signal), then from where the task stands now, then by any construct of its functions
 * that can swallow and from which control reaches the present line.
 */
import type { Capture, TaskState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import type { Situation } from '../situation.ts';
import type { SeenInFrame } from '../source/flow/seen.ts';
import type { Surroundings } from '../source/surroundings.ts';
import type { FlowStep } from '../source/swallow.ts';
import { cancellationFlow, staysInHand, swallowCandidates } from '../source/swallow.ts';
import type { Construct } from '../vocabulary.ts';
import { keptByDecorator } from './decorated.ts';
import type { SearchKey } from './kept-searches.ts';
import { keepSearches } from './kept-searches.ts';
import { seenInFrame, seenMark } from './seen-in-frame.ts';

export interface Swallower {
  construct: Construct;
  /** The frame whose function holds the construct. */
  place: CodePlace;
  certain: boolean;
  /** Found by following the exception, and not merely somewhere in its functions. */
  followed: boolean;
  /** One clause: "catches CancelledError, and the loop goes on". */
  how: string;
  /** The function ends with it, and so do those around: a task that is still there has not come that way. */
  endsTask: boolean;
  /** Behind it the code goes on, or returns, and comes round in no loop of its function. */
  forward: boolean;
  /** Not followed, but sure to keep whatever comes up at the very line at which the task stood or stands. */
  coversStand: boolean;
}

type Thrown = Parameters<typeof cancellationFlow>[1];
type Deciding = Exclude<FlowStep, { kind: 'propagates' }>;

export function findSwallower(situation: Situation, task: TaskState): Swallower | null {
  const { before, last, tasksBefore } = situation;
  const earlier = tasksBefore.get(task.id);
  return searchOf(situation, {
    id: task.id,
    stack: task.stack,
    landed: earlier !== undefined && earlier.handling.length === 0 ? earlier.stack : null,
    isTold: task.cancelRequests !== null || task.inToCancel === true,
    seen: `${seenMark(last, task)} ${before === null ? '' : seenMark(before, task)}`,
  });
}

/** Of the frames below that one: what came up in them has not left it. */
export function findSwallowerBelow(
  situation: Situation,
  task: TaskState,
  frameIndex: number,
): Swallower | null {
  const stack = task.stack.slice(frameIndex + 1);
  return follow(situation, standOf(situation, situation.last, { id: task.id, stack }), stackCodes({ stack }));
}

const searchOf = keepSearches((situation, task: SearchKey & { id: string }): Swallower | null => {
  const { id, isTold } = task;
  const now = standOf(situation, situation.last, task);
  const landed =
    task.landed === null ? null : standOf(situation, situation.before, { id, stack: task.landed });
  return (
    (landed === null ? null : follow(situation, landed, stackCodes(task))) ??
    follow(situation, now, stackCodes(task)) ??
    anyCandidate(situation, now, isTold) ??
    (landed === null ? null : anyCandidate(situation, landed, isTold))
  );
});

/** Where a task stood at a look, and what memory told of its frames there. */
interface Stand {
  stack: readonly CodePlace[];
  seen(place: CodePlace): SeenInFrame | null;
}

function standOf(
  situation: Situation,
  capture: Capture | null,
  task: { id: string; stack: readonly CodePlace[] },
): Stand {
  return { stack: task.stack, seen: (place) => seenInFrame(situation, capture, task, place) };
}

function stackCodes({ stack }: { stack: readonly CodePlace[] }): Set<number> {
  return new Set(stack.map((place) => place.codeId));
}

/** The exception leaves the innermost frame and rises until a frame keeps it. */
function follow(situation: Situation, { stack, seen }: Stand, alive: ReadonlySet<number>): Swallower | null {
  let exception: Thrown = 'CancelledError';
  let converted: Swallower | null = null;
  let mayBeEaten = false;
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const place = stack[index];
    const kept =
      converted === null
        ? decoratedAt(situation, { stack, seen }, index)
        : convertedAndKept(situation, { converted, exception }, stack, index);
    if (kept !== null) return kept;
    const around = surroundingsOwn(situation, place);
    if (place === undefined || around === null) continue;
    const step = flowAt(situation, around, exception, seen(place));
    switch (step.kind) {
      case 'propagates':
        mayBeEaten ||= converted !== null && step.doubts.length > 0;
        break;
      case 'converted':
        exception = { other: step.types, above: classesAbove(situation, place.file, step.types) };
        converted ??= swallower(place, step);
        break;
      case 'swallowed':
        // A function that is on the chain no more must have returned to one that is.
        if (!alive.has(place.codeId) && index === 0) return null;
        return (
          converted ??
          surerFurtherOut(situation, stack.slice(0, index + 1), step) ??
          swallowedAt(situation, stack, index, step)
        );
    }
  }
  // What it became met a manager of unknown make (the attempt of a retrying library), which is made for such exceptions.
  return converted !== null && mayBeEaten ? { ...(converted as Swallower), certain: false } : null;
}

function surroundingsOwn({ surroundings }: Situation, place: CodePlace | undefined): Surroundings | null {
  return place === undefined || place.origin === 'python' ? null : surroundings(place);
}

function decoratedAt(situation: Situation, { stack, seen }: Stand, index: number): Swallower | null {
  const place = stack[index] as CodePlace;
  const kept = keptByDecorator(situation, place, stack[index + 1], seen);
  if (kept === null) return null;
  return {
    ...kept,
    certain: true,
    followed: true,
    how: 'swallows CancelledError, and the function returns as if nothing had happened',
    endsTask: !isWithinLoop(situation, stack, index),
    forward: true,
    coversStand: false,
  };
}

/** What an inner frame has made of the cancellation ends here, whatever the clauses around say of it. */
function convertedAndKept(
  situation: Situation,
  { converted, exception }: { converted: Swallower; exception: Thrown },
  stack: readonly CodePlace[],
  index: number,
): Swallower | null {
  const place = stack[index];
  const around = surroundingsOwn(situation, place);
  if (place === undefined || around === null) return null;
  if (endsIteration(around, place, exception)) return converted;
  const unchanged = converted.place.origin === 'library' ? keptUnchanged(situation, around) : null;
  return unchanged === null ? null : swallowedAt(situation, stack, index, unchanged);
}

/** `__anext__` raises StopAsyncIteration, which ends an `async for` like its last item. */
function endsIteration({ layers }: Surroundings, { line }: CodePlace, exception: Thrown): boolean {
  const isEnd = typeof exception === 'object' && exception.other.includes('StopAsyncIteration');
  return (
    isEnd &&
    layers.some((layer) => layer.kind === 'loop' && layer.loop === 'async-for' && layer.line === line)
  );
}

/** A library may keep it, or hand it on in another dress: the service's own clause around that keeps all that comes. */
function surerFurtherOut(
  situation: Situation,
  stack: readonly CodePlace[],
  { certain }: Pick<Deciding, 'certain'>,
): Swallower | null {
  if (certain || stack.at(-1)?.origin !== 'library') return null;
  for (const [index, place] of [...stack.entries()].toReversed()) {
    const around = place.origin === 'user' ? situation.surroundings(place) : null;
    const unchanged = around === null ? null : keptUnchanged(situation, around);
    if (unchanged !== null) return swallowedAt(situation, stack, index, unchanged);
  }
  return null;
}

const MOST_CLASSES = 20;

/** Classes from which an exception is made, as far as the file of the function tells that raises it. */
function classesAbove(situation: Situation, file: string, types: readonly string[]): string[] {
  const [type, ...others] = types;
  if (type === undefined || others.length > 0) return [];
  const found = new Set([type]);
  for (const one of found)
    if (found.size < MOST_CLASSES) for (const base of situation.classBases(file, one)) found.add(base);
  found.delete(type);
  return [...found];
}

/**
 * Its handler throws what it caught into a greenlet or a generator (SQLAlchemy's `greenlet_spawn`): what runs there decides,
 * and as a rule the exception comes back by that very call.
 */
function flowAt(
  { minor }: Situation,
  around: Surroundings,
  exception: Thrown,
  seen: SeenInFrame | null,
): FlowStep {
  const step = cancellationFlow(around, exception, minor, seen);
  const isKept =
    step.kind === 'swallowed' && !handsOn(around, step) && !step.outcomes.slice(0, 1).some(staysInHand);
  return step.kind === 'swallowed' && !isKept ? { ...step, kind: 'propagates' } : step;
}

function handsOn(around: Surroundings, { construct }: Deciding): boolean {
  const handlers = around.layers.flatMap((layer) => (layer.kind === 'try-body' ? layer.facts.handlers : []));
  const body = handlers.find(({ line }) => line === construct.line)?.body;
  if (body === undefined) return false;
  return (around.function?.calls ?? []).some(
    ({ line, callee }) => line >= body.fromLine && line <= body.toLine && callee.endsWith('.throw'),
  );
}

/** Its own catch is wide enough for the cancellation itself: what a library makes of it changes nothing. */
function keptUnchanged({ minor }: Situation, around: Surroundings) {
  const step = cancellationFlow(around, 'CancelledError', minor);
  return step.kind === 'swallowed' && step.certainty !== 'possible' ? step : null;
}

function swallower(place: CodePlace, step: Deciding): Swallower {
  return {
    construct: { ...step.construct, file: place.file },
    place,
    certain: step.certain,
    followed: true,
    how: step.how,
    endsTask: false,
    forward: false,
    coversStand: false,
  };
}

function swallowedAt(
  situation: Situation,
  stack: readonly CodePlace[],
  index: number,
  step: Extract<FlowStep, { kind: 'swallowed' }>,
): Swallower {
  return {
    ...swallower(stack[index] as CodePlace, step),
    endsTask: step.next === 'returns' && !isWithinLoop(situation, stack, index),
    forward: step.loop === null,
  };
}

/** Of the functions that await the one at the index. */
function isWithinLoop({ surroundings }: Situation, stack: readonly CodePlace[], index: number): boolean {
  return stack
    .slice(0, index)
    .some((one) => surroundings(one)?.layers.some(({ kind }) => kind === 'loop') === true);
}

/** `isTold`: the task itself was cancelled; it keeps no count of that up to 3.10. */
function anyCandidate(situation: Situation, { stack, seen }: Stand, isTold: boolean): Swallower | null {
  for (let index = stack.length - 1; index >= 0; index -= 1) {
    const place = stack[index];
    if (place === undefined || place.origin === 'python') continue;
    const around = situation.surroundings(place);
    if (around === null) continue;
    const candidate = swallowCandidates(around, situation.minor, seen(place)).find(
      ({ landedAt }) => isTold || !awaitsWhatItCancelled(situation, around, place, landedAt),
    );
    if (candidate !== undefined) {
      return {
        construct: { ...candidate.construct, file: place.file },
        place,
        certain: false,
        followed: false,
        how: candidate.reason,
        endsTask: false,
        forward: false,
        coversStand: candidate.certainty === 'likely' && candidate.landedAt === place.line,
      };
    }
  }
  return null;
}

/** `self.poller.cancel()`, and then `await self.poller` in a `try`: the CancelledError that comes there is the other's. */
function awaitsWhatItCancelled(
  { sourceLine }: Situation,
  { function: facts }: Surroundings,
  { file }: CodePlace,
  line: number,
): boolean {
  const text = sourceLine(file, line) ?? '';
  const name = /\bawait\s+([\w.]+)\s*(#.*)?$/.exec(text)?.[1];
  const cancels = (facts?.calls ?? []).filter((one) => one.line < line && one.callee.endsWith('.cancel'));
  return name === undefined
    ? cancels.length > 0 && /\bawait\s+(asyncio\.)?gather\(/.test(text)
    : cancels.some(({ callee }) => callee === `${name}.cancel`);
}
