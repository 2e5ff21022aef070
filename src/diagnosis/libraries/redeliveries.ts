/** Callbacks by which a library cancels a task again as long as it goes on: a symptom of what the task does. */
import type { CodePlace } from '../../python/model/frame.ts';

const REDELIVERIES: readonly { functions: readonly string[]; file: string; source: string }[] = [
  {
    functions: ['_deliver_cancellation'],
    file: 'anyio/_backends/_asyncio.py',
    source:
      'CancelScope._deliver_cancellation schedules itself with call_soon while a task of its scope is alive',
  },
];

export function redeliversCancellation(place: CodePlace | null): boolean {
  return REDELIVERIES.some(
    ({ functions, file }) => place !== null && functions.includes(place.name) && place.file.endsWith(file),
  );
}
