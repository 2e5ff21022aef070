/** What a thread was made for, where its stack does not show it: `Timer.function`, `Thread._target` (Lib/threading.py). */
import { callableOf } from '../asyncio/callable.ts';
import type { CodePlace } from '../model/frame.ts';
import type { Pass } from '../pass.ts';
import type { WalkedThread } from './walk-threads.ts';

const ATTRIBUTES = ['function', '_target'];

/** The first line of the function; null for a thread that has frames of its own, or none of `Thread.run`. */
export function threadTarget(pass: Pass, { frames }: WalkedThread): CodePlace | null {
  if (frames.some(({ place }) => place.origin !== 'python')) return null;
  const run = frames.find(({ place }) => place.name === 'run' && place.file.endsWith('/threading.py'));
  const self = run === undefined ? 0 : pass.frames.local(run.address, 'self');
  if (self === 0) return null;
  for (const name of ATTRIBUTES) {
    const facts = callableOf(pass, pass.objects.attribute(self, name));
    if (facts !== null && facts.code !== 0) return pass.frames.placeOfCode(facts.code);
  }
  return null;
}
