/** `shutdown_default_executor` (base_events.py, 3.9+): a helper thread joins the workers, and completes this future. */
import { jobWait } from '../jobs-wait.ts';
import type { Recogniser } from '../recogniser.ts';
import { local } from '../recogniser.ts';
import { waitOf } from '../wording.ts';

export const EXECUTOR_RULES: readonly Recogniser[] = [
  {
    file: '/asyncio/base_events.py',
    functions: ['shutdown_default_executor'],
    read(look) {
      const job = look.context.jobs.of(local(look, 'future'));
      if (job.thread === null) return null;
      const { on } = jobWait(job);
      return waitOf(on, `the end of the default executor, whose workers thread ${job.thread.name} joins`);
    },
  },
];
