/** What a signal handler is, and what its code does with names. */

import { hexId } from '../../hex-id.ts';
import type { HandlerFlag, SignalHandler } from '../../model/capture.ts';
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import { nameOf } from '../function-name.ts';
import type { Session } from '../session.ts';
import type { ReachedUse } from './callee-uses.ts';
import { usesWithCallees } from './callee-uses.ts';
import { boundEvent, boundSetattr, flagsOfUse } from './handler-flags.ts';
import type { NameUse } from './name-use.ts';

export type HandlerFacts = Pick<
  SignalHandler,
  | 'function'
  | 'place'
  | 'stores'
  | 'calls'
  | 'callees'
  | 'mentions'
  | 'boundTo'
  | 'flags'
  | 'mostArguments'
  | 'leastArguments'
  | 'coroutines'
>;

const MAX_NAMES = 64;
const MAX_FLAGS = 16;
/** CO_VARARGS (Include/cpython/code.h): `*args`. */
const TAKES_ANY = 0x4;

/** `callback`: a function, bound method, partial or object with `__call__`. */
export function describeHandler(session: Session, callback: number): HandlerFacts {
  const facts = callableOf(session, callback);
  if (facts === null) {
    const type = session.objects.typeName(callback);
    return {
      function: type === '' ? null : type,
      place: null,
      stores: [],
      calls: [],
      callees: [],
      mentions: [],
      coroutines: [],
      boundTo: null,
      flags: [],
      mostArguments: null,
      leastArguments: null,
    };
  }
  const name = nameOf(session, facts);
  const boundTo = facts.self === 0 ? null : hexId(facts.self);
  const place = facts.code === 0 ? null : session.frames.placeOfCode(facts.code);
  // `event.set`, `loop.stop`: what it is says more than what asyncio does in it.
  if (place === null || place.origin === 'python') {
    const attribute = boundSetattr(session, facts);
    return {
      function: name,
      place,
      stores: attribute === null ? [] : [attribute.name],
      calls: [name],
      callees: [],
      mentions: [],
      coroutines: [],
      boundTo,
      flags: attribute?.flag == null ? boundEvent(session, facts) : [attribute.flag],
      mostArguments: place === null ? null : mostArguments(session, facts),
      leastArguments: null,
    };
  }
  const reached = usesWithCallees(session, facts);
  const called = reached.filter(({ use }) => use.kind === 'call');
  return {
    function: name,
    place,
    stores: distinct(reached.flatMap(({ use }) => (use.kind === 'store' ? stored(use) : []))),
    calls: distinct(called.map(({ use }) => dotted(use))),
    callees: distinct(called.filter(({ isFollowed }) => isFollowed).map(({ use }) => dotted(use))),
    coroutines: distinct(called.filter(({ makesCoroutine }) => makesCoroutine).map(({ use }) => dotted(use))),
    mentions: distinct(mentioned(reached.map(({ use }) => use))),
    boundTo,
    flags: flagsIn(session, reached),
    mostArguments: mostArguments(session, facts),
    // What a partial gives by keyword is not known.
    leastArguments:
      session.objects.typeName(callback) === 'functools.partial' ? null : leastArguments(session, facts),
  };
}

function flagsIn(session: Session, reached: readonly ReachedUse[]): HandlerFlag[] {
  const found = new Map<string, HandlerFlag>();
  for (const { facts, use, mayBeSkipped, isFollowed } of reached) {
    if (found.size >= MAX_FLAGS) break;
    for (const flag of flagsOfUse(session, facts, use)) {
      const earlier = found.get(flag.name);
      // What a function of the service's own does with its object is told by its own uses.
      if (flag.kind === 'object' && (isFollowed || earlier !== undefined)) continue;
      // Of several stores one may have been the last.
      const isAsStored = earlier?.isAsStored === true ? { isAsStored: true } : {};
      found.set(flag.name, { ...flag, ...(mayBeSkipped ? { mayBeSkipped } : {}), ...isAsStored });
    }
  }
  return [...found.values()];
}

/** Of an entry, whose name is in its key, the container as well. */
function stored({ name, item }: NameUse): string[] {
  return item?.key == null ? [name] : [name, item.key];
}

function dotted({ path, name }: NameUse): string {
  return [...path, name].filter((one) => one !== '' && one !== 'self').join('.');
}

/** By position, beside `self` and what a partial brings along; null for any number. */
function mostArguments(session: Session, facts: CallableFacts): number | null {
  const { memory, layout } = session;
  if ((memory.uint32(facts.code + layout.code.flags) & TAKES_ANY) !== 0) return null;
  return givenArguments(session, facts);
}

/** As `mostArguments`, without those that have a default. */
function leastArguments(session: Session, facts: CallableFacts): number | null {
  if (facts.function === 0) return null;
  const { objects, memory, layout } = session;
  const defaults = objects.length(memory.word(facts.function + layout.function.defaults)) ?? 0;
  return Math.max(0, givenArguments(session, facts) - defaults);
}

function givenArguments({ memory, layout }: Session, facts: CallableFacts): number {
  const count = memory.int32(facts.code + layout.code.argumentCount);
  return count - Number(facts.self !== 0) - facts.partialArguments.length;
}

/** Loaded, and neither called nor looked into for an attribute. */
function mentioned(uses: readonly NameUse[]): string[] {
  return uses.flatMap(({ kind, name, path }, index) => {
    const next = uses[index + 1];
    const isLookedInto =
      next !== undefined && next.path.length === path.length + 1 && next.path.at(-1) === name;
    return kind === 'load' && !isLookedInto ? [name] : [];
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].slice(0, MAX_NAMES);
}
