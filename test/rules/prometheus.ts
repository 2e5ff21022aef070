/** A real Prometheus with the real rules, whose hours are seconds here, and a port that it scrapes. */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { RULES } from './promtool.ts';

export const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

const START_MS = 30_000;
const PAUSE_MS = 200;
/** A minute of the rules is a second here. */
const SHORTER: [RegExp, string][] = [
  [/(\[|offset |for: )(\d+)m/g, '$1$2s'],
  [/(\[|offset )1h/g, '$160s'],
  [/\[6h\]/g, '[90s]'],
  [/\[6h:5m\]/g, '[90s:1s]'],
  [/interval: 30s/g, 'interval: 1s'],
];

export interface FiringAlert {
  labels: Record<string, string>;
  annotations: Record<string, string>;
  state: string;
}

export class Prometheus {
  readonly #targetPort: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;
  #url = '';

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#folder = mkdtempSync(join(tmpdir(), 'straggler-prometheus-'));
  }

  async start(): Promise<void> {
    const rules = SHORTER.reduce(
      (text, [pattern, by]) => text.replace(pattern, by),
      readFileSync(RULES, 'utf8'),
    );
    writeFileSync(join(this.#folder, 'rules.yaml'), rules);
    writeFileSync(join(this.#folder, 'prometheus.yaml'), stringify(this.#configuration()));
    const port = await freePort();
    this.#url = `http://127.0.0.1:${port}`;
    this.#process = spawn(
      'prometheus',
      [
        `--config.file=${join(this.#folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(this.#folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let complaints = '';
    this.#process.stderr?.on('data', (part) => {
      complaints += part;
    });
    let isReady = false;
    await this.#until(START_MS, async () => {
      isReady = (await fetch(`${this.#url}/-/ready`)).ok;
      return isReady;
    });
    if (!isReady) throw new Error(`Prometheus did not start: ${complaints}`);
  }

  /** Once `isSo` of the alerts that fire now, or after that time, whichever comes first. */
  async untilAlerts(limitMs: number, isSo: (alerts: FiringAlert[]) => boolean): Promise<FiringAlert[]> {
    let firing: FiringAlert[] = [];
    await this.#until(limitMs, async () => {
      const answer = await fetch(`${this.#url}/api/v1/alerts`);
      const { data } = (await answer.json()) as { data: { alerts: FiringAlert[] } };
      firing = data.alerts.filter(({ state }) => state === 'firing');
      return isSo(firing);
    });
    return firing;
  }

  /** The value of an expression with one result; null: none. */
  async query(expression: string): Promise<number | null> {
    const answer = await fetch(`${this.#url}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    const value = data.result[0]?.value[1];
    return value === undefined ? null : Number(value);
  }

  async stop(): Promise<void> {
    const { pid, exitCode } = this.#process ?? {};
    if (pid !== undefined && exitCode === null) {
      const ended = new Promise((resolve) => this.#process?.once('exit', resolve));
      process.kill(pid, 'SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #configuration(): object {
    const targets = [`127.0.0.1:${this.#targetPort}`];
    return {
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yaml'],
      scrape_configs: [{ job_name: 'straggler', honor_labels: true, static_configs: [{ targets }] }],
    };
  }

  async #until(limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + limitMs;
    while (performance.now() < end && !(await isSo().catch(() => false))) await sleep(PAUSE_MS);
  }
}

/** It cannot choose one itself, and say which. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('there is no port that is free');
  return address.port;
}
