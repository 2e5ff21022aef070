import type { Recogniser } from '../recogniser.ts';
import { ANYIO_RULES } from './anyio.ts';
import { EXECUTOR_RULES } from './executors.ts';
import { GROUP_RULES } from './groups.ts';
import { LOCK_RULES } from './locks.ts';
import { QUEUE_RULES } from './queues.ts';
import { SERVER_RULES } from './servers.ts';
import { SLEEP_RULES } from './sleep.ts';
import { SOCKET_RULES } from './sockets.ts';
import { STREAM_RULES } from './streams.ts';
import { SUBPROCESS_RULES } from './subprocesses.ts';
import { WAIT_FOR_RULES } from './wait-for.ts';

/** Every function whose frame says what its task waits for. A new one is one more record. */
export const RECOGNISERS: readonly Recogniser[] = [
  ...LOCK_RULES,
  ...QUEUE_RULES,
  ...SLEEP_RULES,
  ...GROUP_RULES,
  ...WAIT_FOR_RULES,
  ...STREAM_RULES,
  ...SOCKET_RULES,
  ...SUBPROCESS_RULES,
  ...SERVER_RULES,
  ...EXECUTOR_RULES,
  ...ANYIO_RULES,
];
