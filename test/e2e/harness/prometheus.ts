/** A real Prometheus that scrapes the collector through the API server, where this machine has one. */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_MS = 30_000;
const END_MS = 5_000;
const REQUEST_MS = 5_000;

export function hasPrometheus(): boolean {
  return spawnSync('prometheus', ['--version']).status === 0;
}

export interface Alert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  state: 'pending' | 'firing';
}

interface PrometheusOptions {
  /** Of the target: host, port and path of its metrics. */
  target: URL;
  rules: string;
}

export class Prometheus {
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #address: string;

  private constructor(folder: string, process: ChildProcess, address: string) {
    this.#folder = folder;
    this.#process = process;
    this.#address = address;
  }

  static async start({ target, rules }: PrometheusOptions): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'straggler-prometheus-'));
    writeFileSync(join(folder, 'rules.yaml'), rules);
    writeFileSync(join(folder, 'prometheus.yaml'), configuration(target));
    const address = `127.0.0.1:${await freePort()}`;
    const words = [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
      '--log.level=error',
    ];
    const process = spawn('prometheus', words, { stdio: ['ignore', 'inherit', 'inherit'] });
    const prometheus = new Prometheus(folder, process, address);
    try {
      await prometheus.until('Prometheus', async () => (await prometheus.#get('/-/ready')).ok, START_MS);
      return prometheus;
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
  }

  /** Values by their labels; empty when there is none. */
  async query(expression: string): Promise<{ labels: Record<string, string>; value: number }[]> {
    const response = await this.#get(`/api/v1/query?query=${encodeURIComponent(expression)}`);
    const { data } = (await response.json()) as {
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  async alerts(): Promise<Alert[]> {
    const response = await this.#get('/api/v1/alerts');
    return ((await response.json()) as { data: { alerts: Alert[] } }).data.alerts;
  }

  async until(what: string, holds: () => Promise<boolean>, limitMs: number): Promise<void> {
    const giveUpAt = performance.now() + limitMs;
    while (!(await holds().catch(() => false))) {
      if (performance.now() > giveUpAt) throw new Error(`${what} did not come within ${limitMs / 1000} s`);
      await sleep(250);
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await Promise.race([ended, sleep(END_MS)]);
    this.#process.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #get(path: string): Promise<Response> {
    return fetch(`http://${this.#address}${path}`, { signal: AbortSignal.timeout(REQUEST_MS) });
  }
}

function configuration(target: URL): string {
  return JSON.stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [
      {
        job_name: 'straggler',
        metrics_path: target.pathname,
        static_configs: [{ targets: [target.host] }],
      },
    ],
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });
}
