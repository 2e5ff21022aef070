import { once } from './once.ts';
import type { Situation } from './situation.ts';

const MOST_FILES = 50;

/** Files of the service's own whose code is on a stack now; `first` before them. */
export function ownFiles(situation: Situation, ...first: string[]): string[] {
  return [...new Set([...first, ...filesOfStacks(situation)])].slice(0, MOST_FILES);
}

const filesOfStacks = once(({ last }): string[] => {
  const files = new Set<string>();
  for (const { stack } of [...last.tasks, ...last.threads])
    for (const { origin, file } of stack) if (origin === 'user') files.add(file);
  return [...files].slice(0, MOST_FILES);
});
