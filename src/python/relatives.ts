/** Which relatives of the target are Pythons, told from the names of the files they have mapped. */
import type { ProcessFacts, ProcessFamily } from '../target/facts.ts';
import type { System } from '../target/system.ts';
import { orNull } from '../target/system-error.ts';
import { mappedFiles, readMaps } from './binary/maps.ts';
import { versionByMaps } from './find-python.ts';

const MAX_RELATIVES = 64;

export class Relatives {
  private readonly system: System;
  /** By pid and start time, which together name a process for ever. A relative that is no Python has null. */
  private readonly known = new Map<string, string | null>();

  constructor(system: System) {
    this.system = system;
  }

  /** Nearest first; those whose maps this user may not read are left out. */
  pythons({ ancestors, descendants }: ProcessFamily): { pid: number; version: string }[] {
    const found: { pid: number; version: string }[] = [];
    for (const relative of [...ancestors, ...descendants].slice(0, MAX_RELATIVES)) {
      const version = this.versionOf(relative);
      if (version !== null) found.push({ pid: relative.pid, version });
    }
    return found;
  }

  private versionOf({ pid, startTicks, executable }: ProcessFacts): string | null {
    // A process that has just been forked shows its parent's program until it runs its own.
    const key = `${pid} ${startTicks} ${executable}`;
    let version = this.known.get(key);
    if (version === undefined) {
      version = orNull(() => versionByMaps(mappedFiles(readMaps(this.system, pid))));
      this.known.set(key, version);
    }
    return version;
  }
}
