/** `asyncio/queues.py`; `join` waits for the queue's inner Event. */
import type { Recogniser } from '../recogniser.ts';
import { selfAs } from './locks.ts';

const FILE = '/asyncio/queues.py';
const QUEUE = [['Queue', 'queue']] as const;

export const QUEUE_RULES: readonly Recogniser[] = [
  { file: FILE, functions: ['get'], read: (look) => selfAs(look, QUEUE, 'get') },
  { file: FILE, functions: ['put'], read: (look) => selfAs(look, QUEUE, 'put') },
  { file: FILE, functions: ['join'], wraps: true, read: (look) => selfAs(look, QUEUE, 'join') },
];
