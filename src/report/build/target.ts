/** Who was watched. */
import type { Capture, LoopState, SchedulerState } from '../../python/model/capture.ts';
import type { ProcessFacts } from '../../target/facts.ts';
import type { ReportTarget } from '../report.ts';
import { tidyName, tidyPath } from '../sanitise.ts';
import { sigtermOf } from './sigterm.ts';

const ARGUMENTS = 64;

export interface TargetInput {
  pid: number;
  container: string | null;
  /** The target's working folder, as the target sees it. */
  workingFolder: string | null;
  /** For a process that no capture shows. */
  facts?: ProcessFacts | null;
}

/** There is no capture when the process was gone before anything could be seen of it. */
export function targetOf(captures: readonly Capture[], input: TargetInput): ReportTarget {
  const capture = captures.at(-1) ?? null;
  const facts = capture?.family.target ?? input.facts ?? null;
  const python = capture?.python ?? null;
  return {
    pid: input.pid,
    command: tidyCommand(facts?.command ?? []),
    startedAt: isoTime(facts?.startedAtMs ?? null),
    container: input.container,
    isInit: facts?.isInit ?? false,
    python:
      python === null
        ? null
        : {
            version: tidyName(python.version),
            implementation: python.implementation,
            freeThreaded: python.freeThreaded,
            executable: python.executable === null ? null : tidyPath(python.executable),
          },
    loops: [...(capture?.loops ?? []).map(loopOf), ...(capture?.schedulers ?? []).flatMap(otherLoop)],
    workingFolder: input.workingFolder === null ? null : tidyPath(input.workingFolder),
    sigterm: sigtermOf(captures[0] ?? null),
  };
}

export function tidyCommand(command: readonly string[]): string[] {
  return command.slice(0, ARGUMENTS).map(tidyName);
}

function loopOf(loop: LoopState): ReportTarget['loops'][number] {
  return { kind: loop.kind, thread: loop.threadId, state: loop.state };
}

/** Of asyncio's loop that it may run on there is an entry already. */
function otherLoop({ onAsyncio, threadId, state }: SchedulerState): ReportTarget['loops'] {
  return onAsyncio ? [] : [{ kind: 'other', thread: threadId, state }];
}

export function isoTime(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
