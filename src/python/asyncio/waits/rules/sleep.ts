/** `asyncio.sleep` (tasks.py): the local `h` is the handle of its timer. */
import type { Recogniser } from '../recogniser.ts';
import { local } from '../recogniser.ts';
import { timeLeft, waitOf } from '../wording.ts';

export const SLEEP_RULES: readonly Recogniser[] = [
  {
    file: '/asyncio/tasks.py',
    functions: ['sleep'],
    read(look) {
      const secondsLeft = look.context.timers.secondsLeftOf(local(look, 'h'));
      if (secondsLeft === null) return null;
      return waitOf({ kind: 'timer', secondsLeft }, `asyncio.sleep, ${timeLeft(secondsLeft)}`);
    },
  },
];
