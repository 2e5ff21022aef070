/** What each recording must tell, whatever the words. */

export interface Expected {
  loops: string[];
  /** Cause, function and line, most to blame first. */
  blamed: string[];
  /** A few of the tasks, with what they wait for. */
  waits: Record<string, string>;
}

const WAITS_OF_MANY_KINDS: Expected = {
  loops: ['asyncio waiting', 'asyncio waiting'],
  // The other job is a function of C.
  blamed: ['executor-job-running: block_pool service.py:170', 'executor-job-running: nowhere'],
  waits: {
    'executor-queued': 'thread: thread pool job, which no worker has begun',
    'lock-waiter': "lock: asyncio.Lock held by task 'lock-holder'",
    'queue-put': 'queue: asyncio.Queue, full (1 of 1), nobody is seen to get',
    'serve-forever': 'future: asyncio.Server.serve_forever, until it is cancelled or the server is closed',
    'sock-recv': 'socket: socket descriptor N (ESTABLISHED), nothing received',
    'child-communicate': 'child: child process N to close its output and exit',
    'other-loop': "task: task 'Task-N' in another event loop",
    sleep: 'timer: asyncio.sleep, N s left',
    gather: "task: asyncio.gather, 2 of 2 not done: 'inner' and 'other'",
    shield: "task: asyncio.shield around task 'inner'",
    'future-bare': 'future: asyncio.Future that nobody is seen to complete',
  },
};

const SWALLOWED_BY_TWO_WORKERS: Expected = {
  loops: ['asyncio waiting'],
  blamed: ['cancel-swallowed: Pool.worker service.py:23'],
  waits: {
    'Task-1': "task: asyncio.gather, 2 of 2 not done: 'Task-2' and 'Task-3'",
    'Task-2': "queue: asyncio.Queue, empty (0), in sight of task 'Task-1'",
    'Task-3': "queue: asyncio.Queue, empty (0), in sight of task 'Task-1'",
  },
};

export const EXPECTED: Record<string, Expected> = {
  '3.8-cancel-swallowed-queue-consumer': SWALLOWED_BY_TWO_WORKERS,
  '3.9-cleanup-deadlock-locks': {
    loops: ['asyncio waiting'],
    blamed: ['cleanup-deadlock: move_up service.py:16', 'cleanup-deadlock: move_down service.py:25'],
    waits: {
      up: "lock: asyncio.Lock held by task 'down'",
      down: "lock: asyncio.Lock held by task 'up'",
    },
  },
  '3.10-loop-blocked-sleep': {
    loops: ['asyncio running'],
    blamed: ['loop-blocked: Poller.backoff service.py:21'],
    waits: { heartbeat: 'timer: asyncio.sleep, over, and not yet seen by the loop' },
  },
  '3.10-waits-tasks': WAITS_OF_MANY_KINDS,
  '3.11-cancel-swallowed-task-group': {
    loops: ['asyncio waiting'],
    blamed: ['cancel-swallowed: worker service.py:21'],
    waits: {
      'Task-1': "task: asyncio.TaskGroup, 1 of 1 not done: 'worker-1'",
      'worker-1': "queue: asyncio.Queue, empty (0), in sight of task 'Task-1'",
    },
  },
  '3.11-aarch64-executor-job-running-to-thread': {
    loops: ['asyncio waiting'],
    blamed: ['executor-job-running: Legacy.ask service.py:19'],
    waits: {
      'Task-4':
        'thread: the end of the default executor, whose workers thread Thread-1 (_do_shutdown) joins',
    },
  },
  '3.12-cleanup-stuck-exit-stack': {
    loops: ['asyncio waiting'],
    blamed: ['cleanup-stuck: Tracer.flush service.py:17'],
    waits: {
      app: 'queue: asyncio.Queue, empty (0), nobody is seen to put',
      'Task-1': "task: task 'app'",
    },
  },
  '3.12-waits-tasks': WAITS_OF_MANY_KINDS,
  '3.13-executor-job-running-to-thread': {
    loops: ['asyncio waiting'],
    blamed: ['executor-job-running: Legacy.ask service.py:19'],
    waits: {
      'Task-3':
        'thread: the end of the default executor, whose workers thread Thread-1 (_do_shutdown) joins',
    },
  },
  '3.13-uvloop-cancel-shielded-in-finally': {
    loops: ['uvloop waiting'],
    blamed: ['cancel-shielded: Buffer.flush service.py:16'],
    waits: {
      buffer: "task: asyncio.shield around task 'Task-3'",
      'Task-3': "event: asyncio.Event, not set, in sight of task 'buffer'",
    },
  },
  '3.13t-cancel-swallowed-queue-consumer': SWALLOWED_BY_TWO_WORKERS,
  '3.14-cancel-swallowed-queue-consumer': SWALLOWED_BY_TWO_WORKERS,
  '3.14-aarch64-cancel-swallowed-queue-consumer': SWALLOWED_BY_TWO_WORKERS,
  '3.14-waits-tasks': WAITS_OF_MANY_KINDS,
  '3.15-cleanup-deadlock-three': {
    loops: ['asyncio waiting'],
    blamed: ['cleanup-deadlock: Stage.close service.py:16'],
    waits: {
      'stage-0': "lock: asyncio.Lock held by task 'stage-1'",
      'stage-1': "lock: asyncio.Lock held by task 'stage-2'",
      'stage-2': "lock: asyncio.Lock held by task 'stage-0'",
    },
  },
};
