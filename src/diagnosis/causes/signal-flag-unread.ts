import type { SignalHandler } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { sourceFrame } from '../culprit.ts';
import { handlersOf } from '../handlers.ts';
import { hasReacted, mainTask } from '../reaction.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { frameLabel, placeLabel } from '../words.ts';
import type { Cause } from './cause.ts';

interface FlagReader {
  place: CodePlace;
  flag: string;
  /** In the condition of a loop around the place, rather than merely somewhere in the function. */
  inCondition: boolean;
  owner:
    | { kind: 'task'; id: string; name: string; coroutine: string }
    | { kind: 'thread'; id: number; name: string };
}

/** A flag is seen only when somebody looks: a long sleep or blocking call between two looks outlasts the grace period. */
export const signalFlagUnread: Cause = {
  code: 'signal-flag-unread',
  title: 'the handler set a flag that nobody looks at in time',
  stage: 'handler',
  evidence: "the handler stores a name that a parked frame's loop tests; nothing moved since the signal",
  find(situation) {
    if (situation.evidence.signal === null || hasReacted(situation)) return [];
    const { acting } = handlersOf(situation);
    if (acting === null) return [];
    const flags = flagsOf(acting);
    if (flags.length === 0) return [];
    const reader = readers(situation, flags)[0];
    return reader === undefined ? [] : [finding(situation, acting, reader)];
  },
};

/** Names that the handler stores, and objects on which it calls set(). */
export function flagsOf(handler: SignalHandler): string[] {
  const set = handler.calls.filter((one) => one.endsWith('.set')).map((one) => one.split('.').at(-2) ?? '');
  return [...new Set([...handler.stores, ...set])]
    .filter((one) => one !== '')
    .map((one) => one.slice(one.lastIndexOf('.') + 1));
}

function readers(situation: Situation, flags: readonly string[]): FlagReader[] {
  const found: FlagReader[] = [];
  const look = (stack: readonly CodePlace[], owner: FlagReader['owner']) => {
    for (let index = stack.length - 1; index >= 0; index -= 1) {
      const place = stack[index];
      if (place?.origin !== 'user') continue;
      const reader = readerAt(situation, place, flags, owner);
      if (reader !== null) found.push(reader);
    }
  };
  const main = mainTask(situation);
  const tasks =
    main === null ? situation.last.tasks : [main, ...situation.last.tasks.filter((one) => one !== main)];
  for (const task of tasks.slice(0, 200))
    look(task.stack, { kind: 'task', id: task.id, name: task.name, coroutine: task.coroutine });
  for (const thread of situation.last.threads) {
    if (thread.isMain || thread.daemon === false)
      look(thread.stack, { kind: 'thread', id: thread.id, name: thread.name });
  }
  return found.sort((a, b) => Number(b.inCondition) - Number(a.inCondition));
}

function readerAt(
  situation: Situation,
  place: CodePlace,
  flags: readonly string[],
  owner: FlagReader['owner'],
): FlagReader | null {
  const around = situation.surroundings(place);
  if (around === null) return null;
  for (const layer of around.layers) {
    if (layer.kind !== 'loop') continue;
    const flag = flags.find((one) =>
      layer.conditionNames.some(
        (name) =>
          name === one || name.endsWith(`.${one}`) || name.includes(`.${one}.`) || name.startsWith(`${one}.`),
      ),
    );
    if (flag !== undefined) return { place, flag, inCondition: true, owner };
  }
  const waited = flags.find((one) =>
    new RegExp(`\\b${escapePattern(one)}\\.wait\\(`).test(around.statement?.text ?? around.text),
  );
  if (waited !== undefined) return { place, flag: waited, inCondition: true, owner };
  const span = around.function?.span;
  if (span === undefined) return null;
  for (let line = span.fromLine; line <= Math.min(span.toLine, span.fromLine + 400); line += 1) {
    const text = situation.sourceLine(place.file, line);
    const flag =
      text === null
        ? undefined
        : flags.find((one) => new RegExp(`(if|while|not|and|or)\\b.*\\b${escapePattern(one)}\\b`).test(text));
    if (flag !== undefined) return { place, flag, inCondition: false, owner };
  }
  return null;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function finding(situation: Situation, handler: SignalHandler, reader: FlagReader): Finding {
  const { place, owner } = reader;
  const text = situation.sourceLine(place.file, place.line);
  const handlerAt = handler.place;
  return {
    cause: 'signal-flag-unread',
    certainty: reader.inCondition ? 'likely' : 'possible',
    sentence: `The handler ${handler.function ?? 'of the signal'}${handlerAt === null ? '' : ` (${placeLabel(handlerAt)})`} set '${reader.flag}', but ${frameLabel(place)}, which looks at it, is parked in ${text === null ? 'a long wait' : `\`${text}\``} and does not come round in time.`,
    fix: 'Wait for the flag itself instead of testing it now and then: make it an asyncio.Event (or threading.Event) and wait for it together with the work, e.g. `await asyncio.wait_for(stop.wait(), interval)`; or have the handler cancel the task.',
    culprit: {
      kind: owner.kind === 'task' ? 'task' : 'thread',
      pid: situation.last.family.target.pid,
      task: owner.kind === 'task' ? { id: owner.id, name: owner.name, coroutine: owner.coroutine } : null,
      thread: owner.kind === 'thread' ? { id: owner.id, name: owner.name } : null,
      process: null,
      frame: sourceFrame(situation, place),
      construct:
        handlerAt === null
          ? null
          : {
              kind: 'handler',
              text: situation.sourceLine(handlerAt.file, handlerAt.line) ?? handler.function ?? '',
              file: handlerAt.file,
              line: handlerAt.line,
            },
    },
    waitsFor: null,
    evidence: [
      `the handler stores or sets '${reader.flag}'`,
      'nothing was cancelled, and the program stands where it stood before the signal',
    ],
    blocks: [],
  };
}
