/** What a signal handler is, and what its code does with names. */

import { hexId } from '../../hex-id.ts';
import type { SignalHandler } from '../../model/capture.ts';
import type { CallableFacts } from '../../objects/objects.ts';
import { callableOf } from '../callable.ts';
import { nameOf } from '../function-name.ts';
import type { Session } from '../session.ts';
import type { NameUse } from './code-uses.ts';
import { nameUses } from './code-uses.ts';
import { boundEvent, callsCoroutine, handlerFlags } from './handler-flags.ts';
import { setattrStores } from './setattr-stores.ts';

export type HandlerFacts = Pick<
  SignalHandler,
  | 'function'
  | 'place'
  | 'stores'
  | 'calls'
  | 'mentions'
  | 'boundTo'
  | 'flags'
  | 'mostArguments'
  | 'coroutines'
>;

const MAX_NAMES = 64;
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
      mentions: [],
      coroutines: [],
      boundTo: null,
      flags: [],
      mostArguments: null,
    };
  }
  const name = nameOf(session, facts);
  const boundTo = facts.self === 0 ? null : hexId(facts.self);
  const place = facts.code === 0 ? null : session.frames.placeOfCode(facts.code);
  // `event.set`, `loop.stop`: what it is says more than what asyncio does in it.
  if (place === null || place.origin === 'python')
    return {
      function: name,
      place,
      stores: [],
      calls: [name],
      mentions: [],
      coroutines: [],
      boundTo,
      flags: boundEvent(session, facts),
      mostArguments: null,
    };
  const named = nameUses(session, facts.code);
  const uses = [...named, ...setattrStores(session, facts.code, named)];
  const called = uses.filter((use) => use.kind === 'call');
  return {
    function: name,
    place,
    stores: distinct(uses.filter((use) => use.kind === 'store').map((use) => use.name)),
    calls: distinct(called.map(dotted)),
    coroutines: distinct(called.filter((use) => callsCoroutine(session, facts, use)).map(dotted)),
    mentions: distinct(mentioned(uses)),
    boundTo,
    flags: handlerFlags(session, facts, uses),
    mostArguments: mostArguments(session, facts),
  };
}

function dotted({ path, name }: NameUse): string {
  return [...path, name].filter((one) => one !== '' && one !== 'self').join('.');
}

/** By position, beside `self` and what a partial brings along; null for any number. */
function mostArguments({ memory, layout }: Session, facts: CallableFacts): number | null {
  if ((memory.uint32(facts.code + layout.code.flags) & TAKES_ANY) !== 0) return null;
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
