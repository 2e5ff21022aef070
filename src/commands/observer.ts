/** The parts of an observer put together as the settings want it. */

import type { LookBounds } from '../python/look-bounds.ts';
import type { ProcessObserver } from '../python/observer.ts';
import { createObserver } from '../python/process-observer.ts';
import { createPySpyRunner, findProgram } from '../python/pyspy/child-runner.ts';
import type { PySpyRunner } from '../python/pyspy/runner.ts';
import type { ViewSettings } from '../settings/view.ts';
import type { System } from '../target/system.ts';

export function openPySpy({ use, path, searchPath }: ViewSettings['pySpy']): PySpyRunner | null {
  return use ? createPySpyRunner({ path, searchPath }) : null;
}

/** Where the py-spy is that would be used; null: nowhere. */
export function findPySpy(settings: ViewSettings['pySpy']): string | null {
  return settings.use ? findProgram(settings) : null;
}

export interface ObservedScene {
  system: System;
  pySpy: PySpyRunner | null;
  /** The process that Straggler itself started. */
  rootPid?: number;
  witness?: 'first-look';
  looks?: 'once';
  /** Of memory. */
  bounds?: LookBounds;
}

export function openObserver(
  scene: ObservedScene,
  pid: number,
  view: Pick<ViewSettings, 'readSource'>,
): ProcessObserver {
  return createObserver({ ...scene, pid, readSource: view.readSource });
}
