/** What a handler changes by a call: `state.pop('run')`, `self.requests.add('stop')`, `STOP_FILE.touch()`. */

import { hexId } from '../../hex-id.ts';
import type { HandlerFlag } from '../../model/capture.ts';
import type { CallableFacts } from '../../objects/objects.ts';
import type { Session } from '../session.ts';
import { storedValue } from './descriptors.ts';
import type { NameUse } from './name-use.ts';
import { resolve } from './name-values.ts';
import { constantsOf } from './setattr-stores.ts';

const CHANGES =
  /^(append|appendleft|add|insert|extend|extendleft|discard|remove|clear|pop|popleft|popitem|update)$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const MAX_WORDS = 4;
/** No object by whose state a service could be told. */
const NO_STATE: ReadonlySet<string> = new Set(['module', 'type', 'function', 'builtin_function_or_method']);

/** Of the object whose method is called; empty where that cannot be told. */
export function actedOn(session: Session, facts: CallableFacts, use: NameUse): HandlerFlag[] {
  const { path, name } = use;
  const last = path.at(-1);
  if (!isCalled(session, use) || last === undefined || last === '') return [];
  if (last === '__dict__' && name === 'update') return attributesUpdated(session, facts, path);
  const held = resolve(session, facts, path);
  if (held === 0 || NO_STATE.has(session.objects.typeName(held))) return [];
  const { objects } = session;
  if (objects.isInstance(held, 'type')) return [];
  const length = CHANGES.test(name) ? objects.length(held) : null;
  if (length === null) return [changed(last)];
  const all: HandlerFlag = { ...changed(last), value: `${hexId(held)} ${length}`, kind: 'container' };
  return objects.isInstance(held, 'dict') ? [...entries(session, facts, held, use), all] : [all];
}

/** Up to 3.10 the bytecode does not say of what is called with keywords that it is called. */
function isCalled({ layout }: Session, { kind, name }: NameUse): boolean {
  return kind === 'call' || (kind === 'load' && layout.minor <= 10 && CHANGES.test(name));
}

function changed(name: string): HandlerFlag {
  return { name, isSet: null, value: null, kind: 'object', inClass: false };
}

/** `state.pop('run', None)`, and each word that `state.update(run=False)` may be about. */
function entries(
  session: Session,
  facts: CallableFacts,
  dict: number,
  { name, argument }: NameUse,
): HandlerFlag[] {
  const { objects } = session;
  if (name === 'pop') {
    const value = argument === undefined ? 0 : objects.dictGet(dict, argument);
    return argument === undefined ? [] : [{ ...word(argument, value), isAsStored: value === 0 }];
  }
  if (name !== 'update') return [];
  return known(session, facts, (one) => objects.dictGet(dict, one));
}

/** `self.__dict__.update(stopping=True)`. */
function attributesUpdated(session: Session, facts: CallableFacts, path: readonly string[]): HandlerFlag[] {
  const holder = resolve(session, facts, path.slice(0, -1));
  return holder === 0 ? [] : known(session, facts, (one) => storedValue(session, holder, one));
}

/** Those that are there; where none is, any may come. Which of them the call is about is not known. */
function known(session: Session, { code }: CallableFacts, read: (one: string) => number): HandlerFlag[] {
  const flags = wordsOf(session, code).map((one) => ({ ...word(one, read(one)), mayBeSkipped: true }));
  const there = flags.filter(({ value }) => value !== NONE);
  return (there.length > 0 ? there : flags).slice(0, MAX_WORDS);
}

const NONE = 'none';

function word(name: string, value: number): HandlerFlag {
  return { name, isSet: null, value: value === 0 ? NONE : hexId(value), kind: 'word', inClass: false };
}

/** Constants of the code, by themselves or in a tuple: names of keywords, keys of a dict that is written there. */
function wordsOf(session: Session, code: number): string[] {
  const { objects } = session;
  const all = constantsOf(session, code).flatMap((one) => [one, ...objects.items(one, MAX_WORDS)]);
  const words = all.flatMap((one) => objects.str(one) ?? []);
  return [...new Set(words.filter((one) => IDENTIFIER.test(one)))];
}
