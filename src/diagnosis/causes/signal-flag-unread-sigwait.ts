import type { CodePlace } from '../../python/model/frame.ts';
import type { FlagReader } from '../signal/flag-readers.ts';
import { flagReaders } from '../signal/flag-readers.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import { sigwaitThatTook } from '../signal/sigwait.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { readerCulprit, signalFlagUnread } from './signal-flag-unread.ts';
import { has, stopSignal } from './signal-masks.ts';

const STORES = /^(?:\w+\.)*(\w+)\s*=(?!=)/;
const SETS = /\b(\w+)\.set\(\)/;
const MOST_LINES = 50;

/** All threads block the signal, and one takes it by `sigwait` and sets the flag: there is no handler (signal(7), sigwait(3)). */
export const signalFlagUnreadSigwait: Cause = {
  ...signalFlagUnread,
  evidence:
    'a thread that stood in sigwait has taken the blocked signal, its code goes on to set a flag, and a parked loop tests that',
  find(situation) {
    const { evidence, last } = situation;
    const { number } = stopSignal(situation);
    const { blocked, pendingProcess } = last.family.target.signals;
    if (evidence.signal?.sentToPid !== last.family.target.pid) return [];
    if (!has(blocked, number) || has(pendingProcess, number) || hasVisiblyReacted(situation)) return [];
    const taker = sigwaitThatTook(situation);
    const reader = taker === null ? undefined : readerOf(situation, taker);
    return taker === null || reader === undefined ? [] : [finding(situation, taker, reader)];
  },
};

function readerOf(situation: Situation, taker: CodePlace): FlagReader | undefined {
  const span = situation.functionNamed(taker.file, taker.function)?.span;
  const names: string[] = [];
  for (let line = taker.line + 1; line <= Math.min(span?.toLine ?? 0, taker.line + MOST_LINES); line += 1) {
    const text = situation.sourceLine(taker.file, line)?.trim() ?? '';
    const name = STORES.exec(text)?.[1] ?? SETS.exec(text)?.[1];
    if (name !== undefined) names.push(name);
  }
  return names.length === 0
    ? undefined
    : flagReaders(situation, names).find(({ inCondition }) => inCondition);
}

function finding(situation: Situation, taker: CodePlace, reader: FlagReader): Finding {
  const { flag, place, parked } = reader;
  const { name } = stopSignal(situation);
  const text = situation.sourceLine(parked.file, parked.line);
  return {
    cause: 'signal-flag-unread',
    certainty: 'likely',
    sentence: `${taker.function} took ${name} by sigwait (${placeLabel(taker)}) and then sets '${flag}', but ${frameLabel(place)}, which looks at it, is parked in ${text === null ? 'a long wait' : `\`${text}\``} and does not come round in time.`,
    fix: 'Let the thread that takes the signal end what the other waits in, too (close or shut down the socket, put a sentinel into the queue); or give that wait a limit, and look at the flag each time.',
    culprit: readerCulprit(situation, reader, {
      kind: 'call',
      text: situation.sourceLine(taker.file, taker.line) ?? taker.function,
      file: taker.file,
      line: taker.line,
    }),
    waitsFor: null,
    evidence: [
      `${name} is blocked in every thread, and is not pending: it was taken`,
      `a thread stood in sigwait in ${frameLabel(taker)} before the signal, and does not any more`,
    ],
    blocks: [],
  };
}
