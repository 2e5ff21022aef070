/** What could not be seen, why, and what would allow it: one sentence and one fix each. */
import type { Refusal } from '../target/permissions.ts';
import type { FoundPython, UnreadableReason } from './find-python.ts';
import { NEWEST_MINOR, OLDEST_MINOR } from './layouts/build-layout.ts';
import type { CaptureLimit } from './model/capture.ts';
import type { PythonVersion } from './version.ts';

const SUPPORTED = `CPython 3.${OLDEST_MINOR} to 3.${NEWEST_MINOR}`;

export function unreadablePython(reason: UnreadableReason, version: PythonVersion | null): CaptureLimit {
  const name = version === null ? 'This Python' : `Python ${version.text}`;
  const because = UNREADABLE[reason];
  return { code: reason, sentence: `${name} ${because.sentence}`, fix: because.fix };
}

const UNREADABLE: Record<UnreadableReason, { sentence: string; fix: string }> = {
  'python-too-old': {
    sentence: `is older than what Straggler reads (${SUPPORTED}): threads are shown, tasks are not.`,
    fix: `Run the service on 3.${OLDEST_MINOR} or newer to see its tasks.`,
  },
  'python-too-new': {
    sentence: `is newer than what this Straggler reads (${SUPPORTED}): threads are shown, tasks are not.`,
    fix: 'Update Straggler.',
  },
  pypy: {
    sentence:
      'is PyPy, whose objects lie elsewhere than those of CPython: only facts of the kernel are shown.',
    fix: `Run the service on ${SUPPORTED} to see its threads and tasks.`,
  },
  'free-threaded': {
    sentence:
      'is a free-threaded build whose structures look like none of those Straggler knows: only facts of the kernel are shown.',
    fix: 'Run the service on the default build (without the t in python3.13t) to see its tasks.',
  },
  'debug-build': {
    sentence:
      'is a debug build (--with-pydebug), whose objects are laid out differently: tasks are not shown.',
    fix: 'Run the service on a release build to see its tasks.',
  },
  'unknown-architecture': {
    sentence: 'runs on a machine that Straggler does not know: tasks are not shown.',
    fix: 'Run the service on x86_64 or aarch64 (64 bits) to see its tasks.',
  },
  'unknown-layout': {
    sentence:
      'has structures that look like none of those Straggler knows (a patched or embedded build, or one that is just starting): tasks are not shown.',
    fix: 'Try again in a second; if it stays so, report the version and where this Python comes from.',
  },
};

/** Of a Python that is read. */
export function limitsOfLayout({ layout, version }: FoundPython): CaptureLimit[] {
  if (!layout.derived) return [];
  const name = `Python ${version.text}${layout.freeThreaded ? ' free-threaded' : ''}`;
  return [
    {
      code: 'untested-build',
      sentence: `${name} is read by what its headers and its own tables say: this Straggler was not tested with such a Python.`,
      fix: 'If anything here contradicts what you know of the service, report the version and where this Python comes from.',
    },
  ];
}

export function noPermission(refusal: Refusal): CaptureLimit {
  return { code: 'no-permission', sentence: refusal.sentence, fix: refusal.fix };
}

export const LIMITS = {
  noAsyncio: {
    code: 'no-asyncio',
    sentence: 'The process never imported asyncio: there are threads, and no tasks to see.',
    fix: 'Nothing is wrong if the service does not use asyncio; else look at its child processes.',
  },
  noInterpreter: {
    code: 'no-interpreter',
    sentence:
      'There is no interpreter in this process: it is just starting, or has already taken itself down.',
    fix: 'Look again in a second, or earlier in the shutdown.',
  },
  finalizing: {
    code: 'finalizing',
    sentence:
      'The interpreter is taking itself down: tasks and threads that it has already dropped are not shown.',
    fix: 'Look earlier in the shutdown to see them.',
  },
  noAsyncioTable: {
    code: 'no-asyncio-table',
    sentence:
      'The list of the C tasks was not found (no .AsyncioDebug in the _asyncio module): tasks may be missing.',
    fix: 'Report the version and where this Python comes from.',
  },
  unsettledTasks: {
    code: 'tasks-changing',
    sentence: 'The set of tasks changed each time it was read: a few may be missing.',
    fix: 'Look again; a hung service holds still.',
  },
} as const satisfies Record<string, CaptureLimit>;

/** `units` and `fix` are those of the scheduler's rule (model/schedulers.ts). */
export function unreadScheduler(
  { title, units, fix }: { title: string; units: string; fix: string },
  version: string | null,
): CaptureLimit {
  return {
    code: 'unsupported-scheduler',
    sentence: `The process runs ${title}${version === null ? '' : ` ${version}`}, whose ${units} are not read: a hang among them has no cause here. Threads, what they wait for, signals, children and asyncio's tasks, where there are any, are diagnosed as ever.`,
    fix,
  };
}

export function targetStopped(pid: number): CaptureLimit {
  return {
    code: 'target-stopped',
    sentence: `Process ${pid} is stopped (state T, by SIGSTOP or a debugger): nothing in it can go on.`,
    fix: `Let it go on with kill -CONT ${pid}.`,
  };
}

/** Of files whose text may be another than what runs. */
export function sourcesChanged(files: readonly string[]): CaptureLimit[] {
  const [first] = files;
  if (first === undefined) return [];
  const others = files.length === 1 ? '' : ` and ${files.length - 1} more`;
  return [
    {
      code: 'source-changed',
      sentence: `${first}${others} was written after the process had begun, so that its text may not be what runs: its code is read from memory, which tells lines, and less of the syntax around them.`,
      fix: 'Start the service again with the text that is on disk now, and stop that.',
    },
  ];
}

export function tasksCut(read: number, left: number): CaptureLimit {
  return {
    code: 'time-ran-out',
    sentence: `Time ran out after ${read} tasks; ${left} were not looked at.`,
    fix: 'Give it more time, or see a later capture.',
  };
}

export function tasksLeftOut(read: number, left: number): CaptureLimit {
  return {
    code: 'memory-is-short',
    sentence: `There is memory for ${read} tasks; ${left} were not looked at: those that were not asked to stop, and are of a kind of which others were seen.`,
    fix: "Raise the sidecar's memory limit to see them all (some 8 KiB a task, beside 75 MiB).",
  };
}
