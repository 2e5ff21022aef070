/** The only reader of `process.env`. */
import { fstatSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CollectorTexts } from './collector-variables.ts';
import { COLLECTOR_VARIABLES } from './collector-variables.ts';
import type { SidecarTexts } from './sidecar-variables.ts';
import { SIDECAR_VARIABLES } from './sidecar-variables.ts';
import { textsOf } from './variable.ts';

const load = createRequire(import.meta.url);

const STDOUT = 1;
const STDERR = 2;
/** Major number of /dev/null and its like (Documentation/admin-guide/devices.txt of the kernel). */
const MEMORY_DEVICES = 1;

/** Each variable that Straggler knows, by name. */
export interface Environment {
  /** STRAGGLER_PY_SPY: where py-spy is. */
  pySpyPath: string | null;
  /** STRAGGLER_LOG_LEVEL: debug, info, warn, error, silent. */
  logLevel: string | null;
  /** NO_COLOR (https://no-color.org: set and not empty), or TERM=dumb. */
  plainTerminal: boolean;
  /** PATH, where py-spy is looked for. */
  searchPath: string;
  /** STRAGGLER_COLLECTOR_URL: where reports are posted to. */
  collectorUrl: string | null;
  /** STRAGGLER_COLLECTOR_TOKEN_FILE: says who posts. */
  collectorTokenFile: string | null;
  /** STRAGGLER_COLLECTOR_CA_FILE: who signed the collector's certificate. */
  collectorCaFile: string | null;
  /** STRAGGLER_REPORT_DIRECTORY: a folder on a volume. */
  reportDirectory: string | null;
  /** STRAGGLER_TERMINATION_MESSAGE_FILE: the container's terminationMessagePath. */
  terminationMessageFile: string | null;
  /** KUBECONFIG: the file, or files with colons between, that say which clusters a user has. */
  kubeconfig: string | null;
  /** DISPLAY or WAYLAND_DISPLAY is set: a browser can show something. */
  hasDisplay: boolean;
  /** KUBERNETES_SERVICE_HOST, which the kubelet gives to each container: the API server can be asked. */
  inCluster: boolean;
  /** The settings of the sidecar: `sidecar-variables.ts`. */
  sidecar: SidecarTexts;
  /** The settings of the collector: `collector-variables.ts`. */
  collector: CollectorTexts;
}

export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const text = (name: string) => {
    const value = variables[name];
    return value === undefined || value === '' ? null : value;
  };
  return Object.freeze({
    pySpyPath: text('STRAGGLER_PY_SPY'),
    logLevel: text('STRAGGLER_LOG_LEVEL'),
    plainTerminal: text('NO_COLOR') !== null || text('TERM') === 'dumb',
    searchPath: text('PATH') ?? '',
    collectorUrl: text('STRAGGLER_COLLECTOR_URL'),
    collectorTokenFile: text('STRAGGLER_COLLECTOR_TOKEN_FILE'),
    collectorCaFile: text('STRAGGLER_COLLECTOR_CA_FILE'),
    reportDirectory: text('STRAGGLER_REPORT_DIRECTORY'),
    terminationMessageFile: text('STRAGGLER_TERMINATION_MESSAGE_FILE'),
    kubeconfig: text('KUBECONFIG'),
    hasDisplay: text('DISPLAY') !== null || text('WAYLAND_DISPLAY') !== null,
    inCluster: text('KUBERNETES_SERVICE_HOST') !== null,
    sidecar: textsOf(SIDECAR_VARIABLES, text),
    collector: textsOf(COLLECTOR_VARIABLES, text),
  });
}

/** For a program that Straggler starts: its own environment, and these first. */
export function environmentWith(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...variables, ...process.env, ...variables };
}

/** What Straggler was started on. */
export interface Surroundings {
  environment: Environment;
  stdoutIsTerminal: boolean;
  stderrIsTerminal: boolean;
  /** Columns of the terminal, or 100 where there is none. */
  width: number;
}

const WIDTH_WITHOUT_TERMINAL = 100;

/** Asks the descriptors themselves: Node's own streams, once asked for, make a pipe non-blocking for all who share it. */
export function readSurroundings(): Surroundings {
  return Object.freeze({
    environment: readEnvironment(),
    stdoutIsTerminal: isTerminal(STDOUT),
    stderrIsTerminal: isTerminal(STDERR),
    // A terminal that does not know its size says 0.
    width: (isTerminal(STDOUT) && process.stdout.columns) || WIDTH_WITHOUT_TERMINAL,
  });
}

/** `node:tty` takes 2 ms to load, and is not asked where no terminal can be: a pipe, a file, /dev/null. */
function isTerminal(descriptor: number): boolean {
  if (!mayBeTerminal(descriptor)) return false;
  const { isatty } = load('node:tty') as typeof import('node:tty');
  return isatty(descriptor);
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    const facts = fstatSync(descriptor);
    return facts.isCharacterDevice() && facts.rdev >> 8 !== MEMORY_DEVICES;
  } catch {
    // It is closed.
    return false;
  }
}
