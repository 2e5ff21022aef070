/** The parts of an observer put together as the settings want it. */

import { setFlagsFromString } from 'node:v8';
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
}

export function openObserver(
  scene: ObservedScene,
  pid: number,
  view: Pick<ViewSettings, 'readSource'>,
): ProcessObserver {
  optimiseQuickly();
  const { system, pySpy, rootPid } = scene;
  const options = { system, pid, pySpy, readSource: view.readSource };
  return createObserver(rootPid === undefined ? options : { ...options, rootPid });
}

/**
 * A look is over before V8's last and slowest compiler (TurboFan) has paid for itself: without it a dump takes a tenth to
 * a quarter less processor time with 1,000 to 100,000 tasks. Set once all is loaded: Node's own compiled code, and that
 * in the compile cache, belong to the flags that Node started with.
 */
function optimiseQuickly(): void {
  setFlagsFromString('--no-opt');
}
