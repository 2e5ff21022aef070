/** The threads of the last look. */
import type { ThreadState } from '../../python/model/capture.ts';
import type { ReportThread } from '../report.ts';
import { tidyName, tidyText } from '../sanitise.ts';
import type { Stacks } from './stacks.ts';
import { describeThreadWait } from './thread-wait.ts';

export function threadsOf(threads: readonly ThreadState[], stacks: Stacks): ReportThread[] {
  const names = new Map(threads.map((thread) => [thread.id, thread.name]));
  const nameOf = (id: number): string => tidyName(names.get(id) ?? String(id));
  return threads.map((thread) => {
    const wait = describeThreadWait(thread, nameOf);
    return {
      id: thread.id,
      name: tidyName(thread.name),
      daemon: thread.daemon,
      state: tidyName(thread.state),
      cpuPercent: thread.cpuPercent,
      source: thread.source,
      stack: stacks.of(thread.stack),
      waitsFor: wait === null ? null : tidyText(wait),
    };
  });
}
