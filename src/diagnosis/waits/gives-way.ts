/** Work that keeps a processor busy and gives way to others in between: no loop spins through it. */
import type { TaskState } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { taskAt } from '../looks/at-look.ts';
import type { Situation } from '../situation.ts';
import type { CallFacts, Layer } from '../source/surroundings.ts';

const SLEEP = /^(sleep|sleep_ms)$/;
const NUMBER = /\(\s*(\d[\d_]*(?:\.\d*)?(?:e-?\d+)?|\.\d+)\s*[,)]/i;

/** It goes through so many pieces and no further, or pauses between them for a time that its code tells. */
export function givesWay(situation: Situation, task: TaskState): boolean {
  const stacks = situation.since.flatMap(({ capture }) => taskAt(capture, task.id)?.stack ?? []);
  const places = new Map(
    stacks.filter(({ origin }) => origin === 'user').map((place) => [`${place.codeId}:${place.line}`, place]),
  );
  const around = [...places.values()].flatMap((place) => situation.surroundings(place) ?? []);
  const loops = around.flatMap(({ layers }) => layers.filter(isLoop));
  if (loops.length > 0 && loops.every(({ loop }) => loop === 'for')) return true;
  // A pause before the loop is none of its rounds.
  const sleeps = around.flatMap((one) =>
    (one.function?.calls ?? []).filter(
      (call) => isSleep(call) && one.layers.some((layer) => isAround(layer, call)),
    ),
  );
  return sleeps.length > 0 && sleeps.every(isPause);
}

type Loop = Extract<Layer, { kind: 'loop' }>;

function isLoop(layer: Layer): layer is Loop {
  return layer.kind === 'loop';
}

function isAround(layer: Layer, { line }: CallFacts): boolean {
  return isLoop(layer) && line >= layer.span.fromLine && line <= layer.span.toLine;
}

function isSleep({ callee, awaited }: CallFacts): boolean {
  return awaited && SLEEP.test(lastPart(callee));
}

function isPause({ text }: CallFacts): boolean {
  const seconds = NUMBER.exec(text)?.[1];
  return seconds !== undefined && Number(seconds.replaceAll('_', '')) > 0;
}
