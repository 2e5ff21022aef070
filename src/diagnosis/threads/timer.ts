/** `threading.Timer(60, …)`: until its time has come it waits in Python's own code alone (Lib/threading.py). */
import type { CodePlace } from '../../python/model/frame.ts';

/** Names of methods are qualified on every Python (`method-names.ts`). */
export function isTimerRun({ function: name, file }: CodePlace): boolean {
  return name === 'Timer.run' && file.endsWith('/threading.py');
}
