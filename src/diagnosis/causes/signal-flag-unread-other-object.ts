import type { SignalHandler } from '../../python/model/capture.ts';
import { misfitOf } from '../signal/arity.ts';
import { comesRound } from '../signal/comes-round.ts';
import { flagAliases } from '../signal/flag-aliases.ts';
import type { FlagReader } from '../signal/flag-readers.ts';
import { flagTests } from '../signal/flag-readers.ts';
import { flagState, hasRun, isDue, isUnchanged, sentSurely } from '../signal/flag-state.ts';
import { flagsOf, handlersOf, onlySets } from '../signal/handlers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Situation } from '../situation.ts';
import { unreadSchedulers } from '../threads/schedulers.ts';
import type { Certainty, Finding } from '../vocabulary.ts';
import { frameLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { readerCulprit, signalFlagUnread } from './signal-flag-unread.ts';
import { handlerLabel } from './signal-handler-failed.ts';
import { handlerConstruct } from './signal-handler-replaced.ts';

/** A copy, the object of an earlier start, a module that is there twice, a class's attribute below the object's own. */
export const signalFlagUnreadOtherObject: Cause = {
  ...signalFlagUnread,
  evidence:
    'the handler has set its flag, and a loop that tests one of that name comes round again and again and does not end; or it sets an attribute of a class where it stands as before',
  find(situation) {
    const { acting } = handlersOf(situation);
    if (situation.evidence.signal === null || acting === null || hasVisiblyReacted(situation)) return [];
    if (acting.place?.origin !== 'user' || isDue(situation)) return [];
    if (unreadSchedulers(situation).length > 0) return [];
    const hidden = hiddenByOwn(situation, acting);
    if (hidden !== null) return [hidden];
    if (hasRun(situation, acting) === false) return [];
    for (const one of flagTests(situation, flagsOf(acting), flagAliases(situation, acting))) {
      const certainty = one.inCondition ? certaintyOf(situation, acting, one) : null;
      if (certainty === null) continue;
      const awaits = awaitsSet(situation, acting, one);
      if (awaits || (endsByFlag(situation, one) && isRound(situation, one)))
        return [ofOther(situation, acting, { ...one, certainty, awaits })];
    }
    return [];
  },
};

/** Of an entry of a dictionary it is not known whether it was set: only of a handler that cannot fail. */
function certaintyOf(situation: Situation, handler: SignalHandler, { flag }: FlagReader): Certainty | null {
  const state = flagState(situation, handler, flag);
  if (state === 'set') return 'likely';
  return state === 'unknown' && onlySets(handler) && sentSurely(situation) !== null ? 'possible' : null;
}

/** The loop's condition names nothing else that might keep it. */
function endsByFlag(situation: Situation, { place }: FlagReader): boolean {
  const loop = situation.surroundings(place)?.layers.find(({ kind }) => kind === 'loop');
  return loop?.kind === 'loop' && loop.conditionNames.length <= 1;
}

/** It waits for an event by the name of one that is set. */
function awaitsSet(situation: Situation, handler: SignalHandler, reader: FlagReader): boolean {
  const { flag, owner, place, parked } = reader;
  if (place !== parked || handler.flags.find(({ name }) => name === flag)?.isSet == null) return false;
  if (flagState(situation, handler, flag) !== 'set') return false;
  const text = situation.sourceLine(place.file, place.line) ?? '';
  if (!text.includes(`${flag}.wait(`)) return false;
  if (owner.kind === 'thread') return situation.threads.get(owner.id)?.waitsFor.kind === 'event';
  const on = situation.tasks.get(owner.id)?.wait?.on;
  const event = on?.kind === 'primitive' ? situation.primitives.get(on.primitiveId) : undefined;
  return event?.kind === 'event' && event.engaged === false;
}

/** Who computes gives the processor away whether it comes round or not. */
function isRound(situation: Situation, one: FlagReader): boolean {
  const { owner } = one;
  if (owner.kind === 'thread' && situation.threads.get(owner.id)?.waitsFor.kind === 'computing') return false;
  return comesRound(situation, one);
}

function ofOther(
  situation: Situation,
  handler: SignalHandler,
  reader: FlagReader & { certainty: Certainty; awaits: boolean },
): Finding {
  const { flag, place, certainty, awaits } = reader;
  const isSet = certainty === 'likely';
  const does = awaits
    ? `waits for '${flag}' still, and a wait for an event that is set returns at once`
    : `looks at '${flag}' too, comes round again and again, and does not end`;
  return {
    cause: 'signal-flag-unread',
    certainty,
    sentence: `${handlerLabel(situation, handler)} ${isSet ? 'has set' : 'sets'} '${flag}'; ${frameLabel(place)} ${does}: most likely that is another one, ${otherOne(situation, handler, reader)}.`,
    fix: `Let the handler set the '${flag}' that the loop looks at: install it where the object is made that runs in the end, and hand that object on, not a copy of it.`,
    culprit: readerCulprit(situation, reader, handlerConstruct(situation, handler)),
    waitsFor: null,
    evidence: [
      isSet ? `the handler has set '${flag}' since the signal` : `the handler stores or sets '${flag}'`,
      awaits
        ? `${place.function} waits for an event that is not set`
        : `the loop in ${place.function} has come round since, and goes on`,
    ],
    blocks: [],
  };
}

/** `while not app.stopping` in another file, and the handler in `app.py`: that file runs as `__main__`, and was imported as well. */
function otherOne(situation: Situation, { place: own }: SignalHandler, { place, flag }: FlagReader): string {
  const module = own?.file.split('/').at(-1)?.replace(/\.py$/, '');
  const loop = situation.surroundings(place)?.layers.find(({ kind }) => kind === 'loop');
  const names = loop?.kind === 'loop' ? loop.conditionNames : [];
  return place.file !== own?.file && names.some((name) => name.startsWith(`${module}.${flag}`))
    ? `of the module ${module}, which is there twice: as \`__main__\`, and imported by its name`
    : 'of another object than the handler knows, or of a copy';
}

/** It sets an attribute of the class; the loop tests one of that name of an object. */
function hiddenByOwn(situation: Situation, handler: SignalHandler): Finding | null {
  const certainty = sentSurely(situation);
  const flags = handler.flags.filter(({ kind }) => kind !== 'object');
  const isOfClass = flags.length > 0 && flags.every(({ inClass }) => inClass);
  if (
    certainty === null ||
    !isOfClass ||
    misfitOf(handler) !== null ||
    !flags.every(({ name }) => isUnchanged(situation, handler, name))
  )
    return null;
  const reader = flagTests(situation, flagsOf(handler)).find(
    (one) => one.inCondition && !isOfClassItself(situation, one),
  );
  if (reader === undefined) return null;
  const { flag, place } = reader;
  return {
    cause: 'signal-flag-unread',
    certainty,
    sentence: `${handlerLabel(situation, handler)} sets '${flag}' of the class, where it stands as it did before the signal: ${frameLabel(place)} tests '${flag}' of an object, and most likely one of the object's own, which hides that of the class.`,
    fix: `Let the handler set '${flag}' of the object that the loop looks at: give signal.signal a method of it.`,
    culprit: readerCulprit(situation, reader, handlerConstruct(situation, handler)),
    waitsFor: null,
    evidence: [
      `the handler stores '${flag}' in a class`,
      'what stands there is what stood there before the signal',
    ],
    blocks: [],
  };
}

/** `while not Settings.stop`: what it tests is the class's own, which nothing hides. */
function isOfClassItself(situation: Situation, { place, flag }: FlagReader): boolean {
  const loops = situation.surroundings(place)?.layers.filter((layer) => layer.kind === 'loop') ?? [];
  const owners = loops
    .flatMap(({ conditionNames }) => conditionNames.map((name) => name.split('.')))
    .flatMap((path) => (path.at(-1) === flag ? [path.at(-2) ?? ''] : []));
  return owners.length > 0 && owners.every((one) => /^([A-Z]|cls$|__class__$)/.test(one));
}
