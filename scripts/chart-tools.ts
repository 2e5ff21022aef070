/**
 * The tools that the charts are tested with, made once a machine: `node scripts/chart-tools.ts` builds Helm 3, Helm 4
 * and kubeconform with Go and fetches Kubernetes' schemas with pip, which takes minutes. Tests only look for them.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Helm 3 must be told the Kubernetes that it is for; without a word it takes itself for one of 1.20. */
const HELM3_KUBERNETES = ['Major=1', 'Minor=36'].map(
  (value) => `-X helm.sh/helm/v3/pkg/chartutil.k8sVersion${value}`,
);

const PROGRAMS = {
  helm3: { module: 'helm.sh/helm/v3/cmd/helm', version: '3.22.0', link: HELM3_KUBERNETES },
  helm4: { module: 'helm.sh/helm/v4/cmd/helm', version: '4.3.2', link: [] },
  kubeconform: { module: 'github.com/yannh/kubeconform/cmd/kubeconform', version: '0.8.0', link: [] },
} as const;
type Program = keyof typeof PROGRAMS;

/** A Python package that carries the JSON schemas of Kubernetes' API, a folder a minor version. */
const SCHEMAS = { package: 'kubernetes-validate', version: '1.37.0' };
/** The minor versions that Kubernetes' project supports. */
export const KUBERNETES_VERSIONS = ['1.35.0', '1.36.0', '1.37.0'] as const;
const SCHEMA_FOLDERS = KUBERNETES_VERSIONS.map((version) => `v${version}-local-strict`);

const BUILD_TIMEOUT_MS = 30 * 60_000;
const FETCH_TIMEOUT_MS = 5 * 60_000;

const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'straggler-chart-tools');

/** Null when this machine does not have it. */
export function chartTool(name: Program): string | null {
  const path = join(folder, `${name}-${PROGRAMS[name].version}`);
  return existsSync(path) ? path : null;
}

/** The folder with a folder of schemas for each of KUBERNETES_VERSIONS; null when this machine does not have it. */
export function kubernetesSchemas(): string | null {
  const path = join(folder, `schemas-${SCHEMAS.version}`);
  return existsSync(path) ? path : null;
}

function buildProgram(name: Program): string {
  const { module, version, link } = PROGRAMS[name];
  return inDraft((draft) => {
    const flags = ['-trimpath', `-ldflags=${['-s', '-w', ...link].join(' ')}`];
    const words = ['-n', '15', 'go', 'install', ...flags, `${module}@v${version}`];
    const env = { ...process.env, GOBIN: draft, CGO_ENABLED: '0', GOFLAGS: '' };
    execFileSync('nice', words, { env, timeout: BUILD_TIMEOUT_MS, stdio: ['ignore', 'ignore', 'pipe'] });
    const path = join(folder, `${name}-${version}`);
    renameSync(join(draft, module.slice(module.lastIndexOf('/') + 1)), path);
    return path;
  });
}

function fetchSchemas(): string {
  return inDraft((draft) => {
    const wanted = ['--no-deps', '--only-binary', ':all:', `${SCHEMAS.package}==${SCHEMAS.version}`];
    const words = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--target', draft, ...wanted];
    execFileSync('python3', words, { timeout: FETCH_TIMEOUT_MS, stdio: ['ignore', 'ignore', 'pipe'] });
    const all = join(draft, 'kubernetes_validate/kubernetes-json-schema');
    const kept = join(draft, 'kept');
    for (const name of SCHEMA_FOLDERS) {
      cpSync(join(all, name), join(kept, name), { recursive: true });
      for (const file of readdirSync(join(kept, name))) referToNeighbours(join(kept, name, file));
    }
    const path = join(folder, `schemas-${SCHEMAS.version}`);
    renameSync(kept, path);
    return path;
  });
}

/** They name each other by addresses of the web, which a test has no business with. */
function referToNeighbours(file: string): void {
  const text = readFileSync(file, 'utf8').replaceAll('"/api/_definitions.json#', '"_definitions.json#');
  const { $id: _address, ...schema } = JSON.parse(text);
  writeFileSync(file, JSON.stringify(schema));
}

/** What is made in a draft appears whole or not at all. */
function inDraft(make: (draft: string) => string): string {
  mkdirSync(folder, { recursive: true });
  const draft = mkdtempSync(join(folder, 'draft-'));
  try {
    return make(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function provide(title: string, found: string | null, make: () => string): boolean {
  try {
    console.log(`${title}: ${found ?? make()}`);
    return true;
  } catch (error) {
    const { stderr, message } = error as { stderr?: Buffer; message: string };
    console.error(`${title} could not be had: ${stderr?.toString().trim().split('\n').at(-1) || message}`);
    return false;
  }
}

if (import.meta.main) {
  const programs = (Object.keys(PROGRAMS) as Program[]).map((name) =>
    provide(`${name} ${PROGRAMS[name].version}`, chartTool(name), () => buildProgram(name)),
  );
  const schemas = provide('schemas of Kubernetes', kubernetesSchemas(), fetchSchemas);
  // The tests of what is missing are skipped by name.
  if (![...programs, schemas].every(Boolean)) process.exitCode = 3;
}
