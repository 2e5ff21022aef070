/** Whether parked code goes through the condition of its loop all the time: then it looks at what the condition tests. */

import type { CodePlace } from '../../python/model/frame.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';

/** What a signal costs a thread that sleeps in one call: a handler of C, and the call that goes on after it (PEP 475). */
const OF_A_SIGNAL = 3;
/** For a watch that joined after the signal: a look may meet it between two of its steps. */
const OF_A_LOOK = 1;

export type Owner =
  | { kind: 'task'; id: string; name: string; coroutine: string }
  | { kind: 'thread'; id: number; name: string };

export interface Parked {
  /** The frame whose code looks at the flag. */
  place: CodePlace;
  /** Where it is parked: the innermost frame of the user's own in that chain. */
  parked: CodePlace;
  owner: Owner;
  stack: readonly CodePlace[];
}

export function comesRound(situation: Situation, { place, parked, owner, stack }: Parked): boolean {
  if (owner.kind === 'task') return place === parked && hasStepped(situation, owner.id);
  const inside = stack.slice(stack.indexOf(place) + 1);
  if (!(isOneRound(situation, inside) && wakesUp(situation, owner.id))) return false;
  return !mayPollInside(situation, { place, parked, owner, stack }) || wentOn(situation, place, owner.id);
}

/** A limit that is given as a number of no more than this is one of a round. */
const SHORT_SECONDS = 5;

/**
 * The code of a library's own that it waits in may wake up again and again within one call, to run handlers (librdkafka,
 * libpq); a call that is given a short limit does return.
 */
function mayPollInside(situation: Situation, { parked, owner }: Parked): boolean {
  const thread = owner.kind === 'thread' ? situation.threads.get(owner.id) : undefined;
  if (thread?.waitsFor.kind !== 'native' || thread.waitsFor.library === null) return false;
  const text = situation.sourceLine(parked.file, parked.line)?.replace(/#.*$|(['"]).*?\1/g, '') ?? '';
  const [, limit] = /[(=,]\s*(\d*\.?\d+)\s*[,)]/.exec(text) ?? [];
  return limit === undefined || Number(limit) > SHORT_SECONDS;
}

/** A look since the signal met that frame at another instruction. */
function wentOn({ since }: Situation, place: CodePlace, threadId: number): boolean {
  const met = since.flatMap(({ capture }) => {
    const stack = capture.threads.find(({ id }) => id === threadId)?.stack ?? [];
    return stack.flatMap((one) => (one.codeId === place.codeId ? [one.instruction] : []));
  });
  return new Set(met).size > 1;
}

/** It took a step since the signal, and with it went through the condition of its own loop. */
function hasStepped({ since }: Situation, id: string): boolean {
  const marks = since.flatMap(({ capture }) => taskAt(capture, id)?.stepMark ?? []);
  return new Set(marks).size > 1;
}

/** No loop within the loop in which the thread could sleep more than once a round. */
function isOneRound(situation: Situation, inside: readonly CodePlace[]): boolean {
  return inside.every((one) =>
    one.origin === 'python'
      ? one.file.endsWith('/threading.py')
      : situation.surroundings(one)?.layers.some(({ kind }) => kind === 'loop') === false,
  );
}

/** Awake more often than the signal itself explains, while it stood at the same lines at every look. */
export function wakesUp({ before, since }: Situation, threadId: number): boolean {
  const counts = since.map(
    ({ capture }) =>
      capture.family.target.threads.find(({ tid }) => tid === threadId)?.voluntarySwitches ?? null,
  );
  const [first, last] = [counts[0], counts.at(-1)];
  return first != null && last != null && last - first > (before === null ? OF_A_LOOK : OF_A_SIGNAL);
}
