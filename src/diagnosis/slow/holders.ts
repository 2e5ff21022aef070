/** Who held a late stop for how long, from the looks at which each was seen. */
import type { Finding } from '../vocabulary.ts';
import type { Sight } from './sights.ts';

/** A stretch of looks, one after the other, at which it was seen. */
export interface Stretch {
  first: number;
  last: number;
  looks: number[];
}
export interface Holder {
  /** Of the latest look at which it stood where it stood longest. */
  finding: Finding;
  /** When that look was. */
  seenAtSeconds: number;
  stretches: Stretch[];
  /** Seen from look to look; what lies between a look that saw it and one that did not is in `mostSeconds` only. */
  leastSeconds: number;
  mostSeconds: number;
  /** Everywhere it was seen, the longest first. */
  places: Place[];
}
interface Place {
  finding: Finding;
  leastSeconds: number;
  mostSeconds: number;
}

interface Seen {
  index: number;
  sight: Sight;
  finding: Finding;
}

/** The longest first. A task or thread that was seen at several lines is one holder. */
export function holdersOf(sights: readonly Sight[]): Holder[] {
  return grouped(seenBy(sights), ({ finding }) => whoKey(finding))
    .map(holderOf)
    .sort((a, b) => middleOf(b) - middleOf(a));
}

function seenBy(sights: readonly Sight[]): Seen[] {
  return sights.flatMap((sight, index) => sight.findings.map((finding) => ({ index, sight, finding })));
}

function holderOf(seen: readonly Seen[]): Holder {
  const places = grouped(seen, ({ finding }) => placeKey(finding))
    .map((group) => ({ ...timesOf(group), last: group[group.length - 1] as Seen }))
    .sort((a, b) => middleOf(b) - middleOf(a));
  const { last } = places[0] as (typeof places)[number];
  return {
    finding: last.finding,
    seenAtSeconds: last.sight.seconds,
    ...timesOf(seen),
    places: places.map(({ leastSeconds, mostSeconds, last: { finding } }) => ({
      finding,
      leastSeconds,
      mostSeconds,
    })),
  };
}

function timesOf(seen: readonly Seen[]): Pick<Holder, 'stretches' | 'leastSeconds' | 'mostSeconds'> {
  const stretches: Stretch[] = [];
  let leastSeconds = 0;
  let mostSeconds = 0;
  let before: Seen | null = null;
  for (const one of seen) {
    const { seconds, from, until } = one.sight;
    const open = stretches.at(-1);
    if (before?.index === one.index) continue;
    if (open !== undefined && before?.index === one.index - 1) {
      open.looks.push(seconds);
      open.last = seconds;
      leastSeconds += seconds - before.sight.seconds;
      mostSeconds += until - seconds;
    } else {
      stretches.push({ first: seconds, last: seconds, looks: [seconds] });
      mostSeconds += until - from;
    }
    before = one;
  }
  return { stretches, leastSeconds, mostSeconds };
}

/** The guess with the least error. */
export function middleOf({
  leastSeconds,
  mostSeconds,
}: {
  leastSeconds: number;
  mostSeconds: number;
}): number {
  return (leastSeconds + mostSeconds) / 2;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** Memory is used again: a task's address alone does not tell it from a later one. */
function whoKey({ culprit }: Finding): string {
  const { kind, pid, task, thread, process, frame } = culprit;
  if (task !== null) return `task ${pid} ${task.id} ${task.name} ${task.coroutine}`;
  if (thread !== null) return `${kind} ${pid} ${thread.id}`;
  return process !== null ? `process ${process.pid}` : `${kind} ${frame?.file}:${frame?.line}`;
}

function placeKey({ cause, culprit }: Finding): string {
  return `${cause} ${culprit.frame?.file}:${culprit.frame?.line}`;
}
