/** The limit of a report whose Python has ended, while the launcher goes on for which the container lives. */
import type { Limit } from './report.ts';

export const LAUNCHER_LEFT = 'launcher-left-behind';

export function isLauncherLeft({ limits }: { limits: readonly Pick<Limit, 'code'>[] }): boolean {
  return limits.some(({ code }) => code === LAUNCHER_LEFT);
}
