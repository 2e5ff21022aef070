import type { Situation } from './situation.ts';

const MOST_FILES = 50;

/** Files of the service's own whose code is on a stack now; `first` before them. */
export function ownFiles({ last }: Pick<Situation, 'last'>, first: string): string[] {
  const places = [...last.tasks, ...last.threads].flatMap(({ stack }) => stack);
  const own = places.flatMap(({ origin, file }) => (origin === 'user' ? [file] : []));
  return [...new Set([first, ...own])].slice(0, MOST_FILES);
}
