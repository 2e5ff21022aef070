/**
 * Whether a done-callback of that name is the one by which `run_until_complete` ends its loop (asyncio/base_events.py, uvloop's
 * loop.pyx): its task is the loop's root.
 */
export function isRunUntilComplete(name: string): boolean {
  return name.includes('_run_until_complete_cb') || name === 'done_cb';
}
