/**
 * Which schedulers other than asyncio's are at work: by the frames of their loops on a thread, or by a stack that was
 * switched in. Modules alone say nothing: libraries import gevent to see whether it is there.
 */
import { libraryVersion } from '../library-versions.ts';
import type { SchedulerState, ThreadState } from '../model/capture.ts';
import type { SchedulerRule } from '../model/schedulers.ts';
import { innermostMachinery, isAt, SCHEDULER_RULES } from '../model/schedulers.ts';
import type { Pass } from '../pass.ts';

/** Outermost frames of a thread that runs the stack it was started with (Lib/runpy.py, Lib/threading.py). */
const OWN_BEGINNINGS: ReadonlySet<string> = new Set(['<module>', '_run_module_as_main', '_bootstrap']);

/** `pass`: null where memory cannot be read, and frames are all there is. */
export function readSchedulers(threads: readonly ThreadState[], pass: Pass | null): SchedulerState[] {
  return SCHEDULER_RULES.flatMap((rule) => threads.flatMap((thread) => onThread(rule, thread, pass)));
}

function onThread(rule: SchedulerRule, thread: ThreadState, pass: Pass | null): SchedulerState[] {
  const index = innermostMachinery(rule, thread.stack);
  const isHere = index >= 0 || (isLoaded(rule, pass) && isSwitched(thread, pass));
  return isHere ? [state(rule, pass, thread, thread.stack[index]?.file ?? null)] : [];
}

function state(
  rule: SchedulerRule,
  pass: Pass | null,
  thread: ThreadState,
  file: string | null,
): SchedulerState {
  const { onAsyncio } = rule;
  const isWaiting = thread.state !== 'R' && isInItself(rule, thread);
  return {
    library: rule.library,
    version:
      pass === null ? null : libraryVersion(pass.system, pass.process.pid, pass.objects, rule.library, file),
    threadId: thread.id,
    state: isWaiting ? 'waiting' : 'running',
    onAsyncio: onAsyncio !== null && thread.stack.some((place) => isAt(place, onAsyncio)),
  };
}

/** It stands in code of its own: nobody else's is being run. */
function isInItself(rule: SchedulerRule, thread: ThreadState): boolean {
  return thread.stack.findLast((place) => place.origin !== 'python')?.package === rule.library;
}

function isLoaded({ switchesStacks }: SchedulerRule, pass: Pass | null): boolean {
  return pass !== null && switchesStacks.some((module) => pass.objects.module(module) !== 0);
}

/** A greenlet's stack begins with what it was given to run; so does an atexit callback's, but only when Python leaves. */
function isSwitched({ isMain, stack }: ThreadState, pass: Pass | null): boolean {
  const outermost = stack[0];
  if (outermost === undefined || pass === null || !isMain) return false;
  if (OWN_BEGINNINGS.has(outermost.name) && outermost.origin !== 'library') return false;
  const { objects } = pass;
  return objects.bool(objects.global('threading', '_SHUTTING_DOWN')) !== true;
}
