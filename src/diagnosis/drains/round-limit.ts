/**
 * When the rounds of a loop end by a test of its own: against a clock (`while jobs and loop.time() < deadline`), against a count
 * (`waited < 60`, `for _ in range(600)`). No timer of the event loop tells; the numbers are those of the frame.
 */
import type { Capture, NumbersInSight } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { linesOf } from '../lines-of.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';
import type { Layer } from '../source/surroundings.ts';
import type { Construct } from '../vocabulary.ts';
import type { Sum, Terms } from './clock-terms.ts';
import { minus, sumOf } from './clock-terms.ts';
import type { Comparison } from './loop-tests.ts';
import { endingComparisons, setInLoop } from './loop-tests.ts';

type Loop = Extract<Layer, { kind: 'loop' }>;
export interface RoundLimit {
  /** From the last look on. */
  secondsLeft: number;
  /** Of the frame whose loop it is. */
  place: CodePlace;
  /** The line of the test. */
  construct: Construct;
  /** For how long, at least, it has been in these rounds: from its first look there. */
  seenSeconds: number;
}

interface Owner {
  taskId: string | null;
  threadId: number | null;
  stack: readonly CodePlace[];
}

/** A monotonic clock counts from the machine's start: what is larger is of a wall clock. */
const LEAST_WALL_SECONDS = 1e9;
const LONGEST_SECONDS = 1e6;
/** Of a count: looks that show it move. */
const LEAST_STEPS = 2;

/** Of the innermost loop; null where that shows none, or another loop around, which shows none, begins it anew. */
export function roundLimit(situation: Situation, owner: Owner): RoundLimit | null {
  const loops = [...owner.stack.entries()].toReversed().flatMap(([frameIndex, place]) => {
    const layers = place.origin === 'python' ? [] : (situation.surroundings(place)?.layers ?? []);
    return layers.flatMap((loop) => (loop.kind === 'loop' ? [{ frameIndex, place, loop }] : []));
  });
  const [first, ...outer] = loops;
  if (first === undefined || outer.some(({ loop }) => loop.endless)) return null;
  return new Rounds(situation, owner, first).limit();
}

class Rounds {
  readonly #situation: Situation;
  readonly #owner: Owner;
  readonly #frameIndex: number;
  readonly #place: CodePlace;
  readonly #loop: Loop;
  readonly #lines: readonly string[];

  constructor(
    situation: Situation,
    owner: Owner,
    { frameIndex, place, loop }: { frameIndex: number; place: CodePlace; loop: Loop },
  ) {
    this.#situation = situation;
    this.#owner = owner;
    this.#frameIndex = frameIndex;
    this.#place = place;
    this.#loop = loop;
    this.#lines = linesOf(situation, place.file, loop.span);
  }

  limit(): RoundLimit | null {
    const looks = this.#looksThere();
    const last = looks.at(-1);
    if (last === undefined) return null;
    const seenSeconds = last.seconds - (looks[0]?.seconds ?? last.seconds);
    const limits = endingComparisons(this.#lines, this.#loop.loop).flatMap((comparison) => {
      const secondsLeft = this.#secondsLeft(comparison, looks);
      return secondsLeft === null ? [] : [{ secondsLeft, line: comparison.line }];
    });
    const ofRounds = this.#loop.loop === 'for' ? paceOf(this.#roundsLeft(looks)) : null;
    if (ofRounds !== null) limits.push({ secondsLeft: ofRounds, line: 0 });
    const [first] = limits.toSorted((a, b) => a.secondsLeft - b.secondsLeft);
    if (first === undefined) return null;
    const line = this.#loop.span.fromLine + first.line;
    const text = this.#lines[first.line] ?? this.#loop.text;
    return {
      secondsLeft: first.secondsLeft,
      seenSeconds,
      place: this.#place,
      construct: { kind: 'loop', text, file: this.#place.file, line },
    };
  }

  /** Looks since the signal, up to the last, in which the same one stands in the loop. */
  #looksThere(): Situation['since'] {
    const { since } = this.#situation;
    const { fromLine, toLine } = this.#loop.span;
    const isThere = ({ capture }: { capture: Capture }) => {
      const place = stackIn(capture, this.#owner)?.[this.#frameIndex];
      return place?.codeId === this.#place.codeId && fromLine <= place.line && place.line <= toLine;
    };
    return since.slice(since.findLastIndex((look) => !isThere(look)) + 1);
  }

  #secondsLeft(comparison: Comparison, looks: Situation['since']): number | null {
    const sums = looks.flatMap(({ seconds, capture: { numbersInSight: numbers } }) => {
      const sum = numbers === undefined ? null : this.#sumOf(comparison, numbers);
      return numbers === undefined || sum === null ? [] : [{ seconds, sum, numbers }];
    });
    if (sums.some(({ sum }) => sum.clock === 0))
      return paceOf(sums.map(({ seconds, sum }) => ({ seconds, value: Math.abs(sum.rest) })));
    const ends = sums.map(({ seconds, sum, numbers }) => {
      const endsAt = -sum.rest / sum.clock;
      return (
        seconds + endsAt - (endsAt > LEAST_WALL_SECONDS ? numbers.wallSeconds : numbers.monotonicSeconds)
      );
    });
    return bounded(median(ends) - (sums.at(-1)?.seconds ?? 0));
  }

  #sumOf({ left, right }: Comparison, numbers: NumbersInSight): Sum | null {
    const { localOffsetSeconds = null } = numbers;
    const terms: Terms = { localOffsetSeconds, valueNamed: (name) => this.#valueOf(name, numbers) };
    const [one, other] = [sumOf(left, terms), sumOf(right, terms)];
    return one === null || other === null ? null : minus(one, other);
  }

  /** What each round reckons from a clock is that; all else is as the frame has it. */
  #valueOf(name: string, numbers: NumbersInSight): Sum | null {
    const { taskId, threadId } = this.#owner;
    const plain = (word: string): Sum | null => {
      const found = numbers.all.find(
        (one) =>
          one.name === word &&
          one.frameIndex === this.#frameIndex &&
          one.taskId === taskId &&
          one.threadId === threadId,
      );
      return found === undefined ? null : { clock: 0, rest: found.value };
    };
    const set = setInLoop(this.#lines, name);
    const reckoned =
      set === null
        ? null
        : sumOf(set, { localOffsetSeconds: numbers.localOffsetSeconds ?? null, valueNamed: plain });
    return reckoned !== null && reckoned.clock !== 0 ? reckoned : plain(name);
  }

  #roundsLeft(looks: Situation['since']): { seconds: number; value: number }[] {
    const { taskId, threadId } = this.#owner;
    return looks.flatMap(({ seconds, capture: { workLeft } }) => {
      const own = workLeft.findLast(
        (one) =>
          one.in.kind === 'iterator' &&
          one.frameIndex === this.#frameIndex &&
          one.taskId === taskId &&
          one.threadId === threadId,
      );
      return own === undefined ? [] : [{ seconds, value: own.left }];
    });
  }
}

function stackIn(capture: Capture, { taskId, threadId }: Owner): readonly CodePlace[] | undefined {
  return taskId === null
    ? capture.threads.find(({ id }) => id === threadId)?.stack
    : taskAt(capture, taskId)?.stack;
}

/**
 * Seconds until it comes to 0, at its usual pace from look to look; null where it does not come nearer. A number may be another's
 * once: where the frame goes on while it is read, its old one may have been taken for something else.
 */
function paceOf(seen: readonly { seconds: number; value: number }[]): number | null {
  const steps = seen.slice(1).map(({ seconds, value }, index) => {
    const before = seen[index] ?? { seconds, value };
    return { away: value > before.value, perSecond: (before.value - value) / (seconds - before.seconds) };
  });
  const pace = median(steps.map(({ perSecond }) => perSecond));
  const nearer = steps.filter(({ perSecond }) => perSecond > 0).length;
  if (!(pace > 0) || nearer < LEAST_STEPS || steps.filter(({ away }) => away).length > 1) return null;
  const endsAt = median(seen.map(({ seconds, value }) => seconds + value / pace));
  return bounded(endsAt - (seen.at(-1)?.seconds ?? 0));
}

function bounded(secondsLeft: number): number | null {
  return secondsLeft >= 0 && secondsLeft < LONGEST_SECONDS ? secondsLeft : null;
}

/** NaN of none. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
}
