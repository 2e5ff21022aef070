/** Schedulers that are not asyncio's, whose tasks are not read. Adding one is adding a row. */
import type { CodePlace } from './frame.ts';

export interface SchedulerRule {
  /** Top-level package. */
  library: string;
  title: string;
  /** What it schedules, in the plural. */
  units: string;
  /** Frames of its loop: what stands above the innermost of them on a thread is what it runs. */
  machinery: readonly { functions: readonly string[]; file: string }[];
  /** What it runs has a stack of its own, of which the thread shows one at a time: modules that are there once it is used. */
  switchesStacks: readonly string[];
  /** Its loop may be one of asyncio's: the frames that say so. */
  onAsyncio: { functions: readonly string[]; file: string } | null;
  /** How to see, from inside, what is not read. */
  fix: string;
  /** How to call something that blocks without holding the loop. */
  offLoop: string;
  source: string;
}

export const SCHEDULER_RULES: readonly SchedulerRule[] = [
  {
    library: 'trio',
    title: 'trio',
    units: 'tasks',
    // `get_events` is where a guest run waits, in a thread of its own.
    machinery: [{ functions: ['run', 'run_impl', 'unrolled_run', 'get_events'], file: 'trio/_core/_run.py' }],
    switchesStacks: [],
    onAsyncio: null,
    fix: 'Let the service print its tasks when it is told to stop (the package stackscope prints the tree of tasks), and look for cancel scopes with shield=True and for code that catches trio.Cancelled.',
    offLoop: '`await trio.to_thread.run_sync(...)`',
    source: 'trio/_core/_run.py: run() drives unrolled_run(), which sends into the coroutine of each task',
  },
  {
    library: 'curio',
    title: 'curio',
    units: 'tasks',
    machinery: [{ functions: ['run', 'kernel_run'], file: 'curio/kernel.py' }],
    switchesStacks: [],
    onAsyncio: null,
    fix: 'Run it with curio.run(..., with_monitor=True) and ask its monitor (python -m curio.monitor) for `ps` and `where`.',
    offLoop: '`await curio.run_in_thread(...)`',
    source: 'curio/kernel.py: Kernel.run() drives kernel_run()',
  },
  {
    library: 'gevent',
    title: 'gevent',
    units: 'greenlets',
    machinery: [{ functions: ['run'], file: 'gevent/hub.py' }],
    switchesStacks: ['gevent.libev.corecext', 'gevent.libev.corecffi', 'gevent.libuv.loop'],
    onAsyncio: null,
    fix: 'Let the service call gevent.util.print_run_info() when it is told to stop: it prints the stack of every greenlet.',
    offLoop:
      '`gevent.get_hub().threadpool.apply(...)`, or patch it with gevent.monkey.patch_all() before anything is imported',
    source: 'gevent/hub.py: Hub.run is the greenlet that runs the loop; the others switch to it to wait',
  },
  {
    library: 'eventlet',
    title: 'eventlet',
    units: 'greenlets',
    machinery: [{ functions: ['run'], file: 'eventlet/hubs/hub.py' }],
    switchesStacks: ['eventlet.hubs.hub'],
    onAsyncio: null,
    fix: 'Let the service print the stacks of its greenlets when it is told to stop (eventlet.debug, or greenlet objects and their gr_frame).',
    offLoop:
      '`eventlet.tpool.execute(...)`, or patch it with eventlet.monkey_patch() before anything is imported',
    source: 'eventlet/hubs/hub.py: BaseHub.run is the greenlet that runs the loop',
  },
  {
    library: 'twisted',
    title: 'Twisted',
    units: 'Deferreds and callbacks',
    machinery: [
      { functions: ['run', 'mainLoop'], file: 'twisted/internet/base.py' },
      { functions: ['run'], file: 'twisted/internet/asyncioreactor.py' },
    ],
    switchesStacks: [],
    onAsyncio: { functions: ['run'], file: 'twisted/internet/asyncioreactor.py' },
    fix: 'Look at what is registered with reactor.addSystemEventTrigger("before", "shutdown", ...) and at stopService(): the reactor waits for the Deferreds that these return.',
    offLoop: 'twisted.internet.threads.deferToThread(...)',
    source:
      'twisted/internet/base.py: ReactorBase.run calls mainLoop until the Deferreds of its shutdown have fired',
  },
];

export function schedulerRule(library: string): SchedulerRule | null {
  return SCHEDULER_RULES.find((rule) => rule.library === library) ?? null;
}

export function isAt(place: CodePlace, { functions, file }: SchedulerRule['machinery'][number]): boolean {
  return functions.includes(place.name) && place.file.endsWith(`/${file}`);
}

/** Position of the innermost frame of its loop in a stack (outermost first); -1 where there is none. */
export function innermostMachinery(rule: SchedulerRule, stack: readonly CodePlace[]): number {
  return stack.findLastIndex((place) => rule.machinery.some((one) => isAt(place, one)));
}
