/** Renders the example service's chart, which uses the sidecar's, and the collector's, with either Helm. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { chartTool } from '../../scripts/chart-tools.ts';

const CHARTS = resolve(import.meta.dirname, '../../charts');
const HELM_TIMEOUT_MS = 30_000;

export type HelmName = 'helm3' | 'helm4';
export const HELMS: readonly HelmName[] = ['helm3', 'helm4'];

export interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: whatever the kind has
  [field: string]: any;
}

/** A copy of the charts, with the sidecar's packed into the example's as `helm dependency` does it. */
export class Charts {
  readonly folder: string;
  readonly #helm: string;

  constructor(helm: string) {
    this.#helm = helm;
    this.folder = mkdtempSync(join(tmpdir(), 'straggler-charts-'));
  }

  prepare(change: (folder: string) => void = () => undefined): this {
    cpSync(CHARTS, this.folder, {
      recursive: true,
      filter: (source) => !/\/(charts|Chart\.lock)$/.test(source) || source === CHARTS,
    });
    change(this.folder);
    const { status, stderr } = this.helm('dependency', 'update', '--skip-refresh', 'example-service');
    if (status !== 0) throw new Error(`helm dependency update: ${stderr}`);
    return this;
  }

  helm(...words: string[]): Outcome {
    const env = { ...process.env, HELM_CACHE_HOME: this.folder, HELM_CONFIG_HOME: this.folder };
    const { status, stdout, stderr, error } = spawnSync(this.#helm, words, {
      cwd: this.folder,
      env: { ...env, HELM_DATA_HOME: this.folder, KUBECONFIG: '/dev/null' },
      encoding: 'utf8',
      timeout: HELM_TIMEOUT_MS,
      maxBuffer: 16 << 20,
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  }

  /** Given the example's values; what `straggler:` has is laid over its own. */
  template(values: object = {}, kubernetes = '1.36.0'): Outcome {
    return this.templateOf(['web', 'example-service'], values, ['--kube-version', kubernetes]);
  }

  /** Of the release and the chart that are named first. */
  templateOf(names: readonly [string, string], values: object, options: readonly string[] = []): Outcome {
    const file = join(this.folder, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    const version = options.includes('--kube-version') ? [] : ['--kube-version', '1.36.0'];
    return this.helm('template', ...names, '--namespace', 'shop', '--values', file, ...version, ...options);
  }

  render(values: object = {}, kubernetes?: string): KubernetesObject[] {
    return rendered(this.template(values, kubernetes));
  }

  /** The collector's chart. */
  renderCollector(
    values: object = {},
    options: readonly string[] = [],
    release = 'straggler',
  ): KubernetesObject[] {
    return rendered(this.templateOf([release, 'straggler'], values, options));
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function rendered({ status, stdout, stderr }: Outcome): KubernetesObject[] {
  if (status !== 0) throw new Error(stderr);
  return documents(stdout);
}

/** Fails on what YAML forbids, duplicate keys among it. */
function documents(text: string): KubernetesObject[] {
  const parsed = parseAllDocuments(text);
  return parsed.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const object = document.toJS() as KubernetesObject | null;
    return object === null ? [] : [object];
  });
}

export function helmNamed(name: HelmName): string | null {
  return chartTool(name);
}

export function podOf(objects: KubernetesObject[]) {
  return objectNamed(objects, 'Deployment', 'web')['spec'].template.spec;
}

export function objectNamed(objects: KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} was rendered`);
  return found;
}

// biome-ignore lint/suspicious/noExplicitAny: a container, as Kubernetes has it
export function sidecarOf(objects: KubernetesObject[]): any {
  return podOf(objects).initContainers.find(({ name }: { name: string }) => name === 'straggler');
}

/** The variables that have a value. */
export function environmentOf(objects: KubernetesObject[]): Record<string, string> {
  const variables = sidecarOf(objects).env as { name: string; value?: string }[];
  return Object.fromEntries(
    variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}
