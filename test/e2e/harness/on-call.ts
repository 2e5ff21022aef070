/** A collector and services that report to it, installed with their charts as a user would. */
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { helm } from './helm.ts';
import type { TestNamespace } from './namespace.ts';
import { readSettings } from './settings.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
const CHARTS = join(root, 'charts');
const INSTALL_SECONDS = 120;
const COMMAND_MS = 120_000;
const UI_MS = 20_000;
export const COLLECTOR = 'straggler';

/** An image's name as a chart's values have it. */
function image(prefix: string, name: string): string[] {
  const colon = name.lastIndexOf(':');
  return ['--set', `${prefix}.repository=${name.slice(0, colon)},${prefix}.tag=${name.slice(colon + 1)}`];
}

export class OnCall {
  readonly #helm: string;
  readonly #namespace: TestNamespace;
  readonly #folder = mkdtempSync(join(tmpdir(), 'straggler-on-call-'));
  readonly #releases: string[] = [];

  constructor(helmPath: string, namespace: TestNamespace) {
    this.#helm = helmPath;
    this.#namespace = namespace;
  }

  async installCollector(): Promise<void> {
    await this.#install(COLLECTOR, join(CHARTS, 'straggler'), [
      ...image('image', readSettings().sidecarImage),
      ...['--set', 'persistence.enabled=false', '--set', `namespaces={${this.#namespace.name}}`],
    ]);
  }

  /** `change`: what of the example's program is different in this service. */
  async installService(
    release: string,
    { values, change }: { values: readonly string[]; change?: (program: string) => string },
  ): Promise<void> {
    // With the sidecar's chart beside it, which it depends on.
    cpSync(CHARTS, join(this.#folder, release), { recursive: true });
    const chart = join(this.#folder, release, 'example-service');
    await helm(this.#helm, ['dependency', 'build', chart]);
    const program = join(chart, 'files/service.py');
    if (change !== undefined) writeFileSync(program, change(readFileSync(program, 'utf8')));
    const { pythonImage, sidecarImage } = readSettings();
    await this.#install(release, chart, [
      ...[...image('image', pythonImage), ...image('straggler.image', sidecarImage)],
      ...['--set', `straggler.collector.url=http://${COLLECTOR}.${this.#namespace.name}:8080`],
      ...values,
    ]);
  }

  async kubectl(...words: string[]): Promise<string> {
    const { stdout } = await run(readSettings().kubectl, ['-n', this.#namespace.name, ...words], {
      timeout: COMMAND_MS,
    });
    return stdout;
  }

  /** `kubectl straggler …`: the plugin, which kubectl finds on PATH. */
  async plugin(...words: string[]): Promise<string> {
    const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` };
    const { stdout } = await run(
      readSettings().kubectl,
      ['straggler', ...words, '--collector-namespace', this.#namespace.name],
      { timeout: COMMAND_MS, env },
    );
    return stdout;
  }

  /** Of a checkout: `bin/straggler`, with the user's kubeconfig. */
  async straggler(...words: string[]): Promise<string> {
    const { stdout } = await run(
      join(root, 'bin/straggler'),
      [...words, '--collector-namespace', this.#namespace.name],
      { timeout: COMMAND_MS, maxBuffer: 100_000_000 },
    );
    return stdout;
  }

  /** `straggler ui`, and the address that it prints. */
  async ui(): Promise<{ address: string; stop: () => Promise<void> }> {
    const words = ['ui', '--no-open', '--collector-namespace', this.#namespace.name];
    const child = spawn(join(root, 'bin/straggler'), words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((done) => child.once('exit', done));
    const stop = async () => {
      child.kill('SIGINT');
      await ended;
    };
    const lines = createInterface({ input: child.stdout, signal: AbortSignal.timeout(UI_MS) });
    for await (const line of lines) {
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (address !== undefined) return { address, stop };
    }
    await stop();
    throw new Error('straggler ui did not say where the pages are');
  }

  async remove(): Promise<void> {
    for (const release of this.#releases.reverse())
      await helm(this.#helm, [
        ...['uninstall', release, '--namespace', this.#namespace.name],
        '--ignore-not-found',
      ]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #install(release: string, chart: string, values: readonly string[]): Promise<void> {
    this.#releases.push(release);
    const place = ['--namespace', this.#namespace.name, '--wait', '--timeout', `${INSTALL_SECONDS}s`];
    await helm(this.#helm, ['install', release, chart, ...place, ...values]);
  }
}
