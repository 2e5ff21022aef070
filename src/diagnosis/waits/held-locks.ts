/** Where the owner of a thread lock took it. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { innermostOwn } from '../culprit.ts';
import type { Situation } from '../situation.ts';
import type { Construct } from '../vocabulary.ts';
import { frameLabel } from '../words.ts';

/** The frame that took the lock; where that was not seen, the owner's innermost. */
function holdingPlace({ waitsFor }: ThreadState, owner: ThreadState): CodePlace | null {
  const place = waitsFor.kind === 'lock' ? waitsFor.ownerPlace : undefined;
  return place ?? innermostOwn(owner.stack);
}

/** " in Cache.flush at cache.py:40"; empty where the owner's code is not known. */
export function holdingLabel(situation: Situation, waiter: ThreadState, owner: ThreadState): string {
  const place = holdingPlace(waiter, owner);
  const block = holdingBlock(situation, waiter);
  if (place === null) return '';
  return ` in ${frameLabel(block === null ? place : { ...place, line: block.line })}`;
}

/** The `with` of the owner's frame that took the lock: the innermost around where it stands that is no `async with`. */
export function holdingBlock(situation: Situation, { waitsFor }: ThreadState): Construct | null {
  const place = waitsFor.kind === 'lock' ? waitsFor.ownerPlace : undefined;
  if (place === undefined) return null;
  const blocks = (situation.surroundings(place)?.layers ?? []).flatMap((layer) =>
    layer.kind === 'with' && layer.items.some(({ isAsync }) => !isAsync) ? [layer] : [],
  );
  const named = blocks.find(({ items }) =>
    items.some(({ callee }) => /lock|mutex|guard|cond/i.test(callee ?? '')),
  );
  const block = named ?? blocks[0];
  return block === undefined ? null : { kind: 'with', text: block.text, file: place.file, line: block.line };
}
