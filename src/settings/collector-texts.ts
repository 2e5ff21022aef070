/** The texts that the collector's settings are made of, from flags and variables. */
import type { CollectorName, CollectorTexts } from './collector-variables.ts';
import { COLLECTOR_VARIABLES } from './collector-variables.ts';
import type { Surroundings } from './environment.ts';
import { UsageError } from './usage-error.ts';
import { parseChoice, parseCount } from './values.ts';

export type CollectorFlags = Partial<Record<CollectorName, string | undefined>> & {
  logLevel?: string | undefined;
};

/** A flag is preferred to its variable, that to the default. */
export class Texts {
  readonly #flags: CollectorFlags;
  readonly #environment: CollectorTexts;
  readonly #inCluster: boolean;

  constructor(flags: CollectorFlags, { collector, inCluster }: Surroundings['environment']) {
    this.#flags = flags;
    this.#environment = collector;
    this.#inCluster = inCluster;
  }

  get(name: CollectorName): string | null {
    return this.#flags[name] ?? this.#environment[name] ?? COLLECTOR_VARIABLES[name].byDefault;
  }

  sure(name: CollectorName): string {
    return this.get(name) ?? '';
  }

  /** What a person has to look at. */
  label(name: CollectorName): string {
    const { flag, variable } = COLLECTOR_VARIABLES[name];
    return this.#flags[name] === undefined && this.#environment[name] !== undefined ? variable : `--${flag}`;
  }

  choice<T extends string>(name: CollectorName, choices: readonly T[]): T {
    return parseChoice(this.label(name), this.sure(name), choices);
  }

  wantsCluster(name: CollectorName): boolean {
    const wish = this.choice(name, ['true', 'false', 'auto']);
    if (wish === 'true') this.needCluster(name);
    return wish === 'auto' ? this.#inCluster : wish === 'true';
  }

  needCluster(name: CollectorName): void {
    if (this.#inCluster) return;
    throw new UsageError(
      `${this.label(name)} ${this.sure(name)} needs a cluster's API server, and this is no pod of a cluster: outside, take --auth token-file, or --auth none with a --receive-address on the loopback (127.0.0.1:8080)`,
    );
  }

  count(name: CollectorName, max: number): number {
    return parseCount(this.label(name), this.sure(name), max);
  }

  /** For what another choice needs. */
  file(name: CollectorName, neededBy: string): string {
    const path = this.get(name);
    if (path === null || path === '') throw new UsageError(`${neededBy} needs ${this.label(name)}`);
    return path;
  }
}
