/** Programs whose only job is another program: shells with a script, inits, environment managers. */
import type { ProcessFacts } from './facts.ts';

export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'dash',
  'bash',
  'ash',
  'busybox',
  'zsh',
  'ksh',
  'mksh',
  'fish',
]);

const LAUNCHERS = new Set([
  // Inits of containers and per-service supervisors.
  'tini',
  'tini-static',
  'dumb-init',
  'catatonit',
  'docker-init',
  'podman-init',
  's6-supervise',
  'runsv',
  'multirun',
  // Environment and package managers that stay between.
  'uv',
  'uvx',
  'poetry',
  'pipenv',
  'pdm',
  'hatch',
  'rye',
  'pixi',
  'conda',
  'mamba',
  'micromamba',
  'npm',
  // Wrappers that fork.
  'timeout',
  'sudo',
  'su',
  'doas',
  'runuser',
  'setsid',
  'script',
  'strace',
  'ltrace',
  'time',
  'flock',
  'doppler',
  'aws-vault',
  'vault',
  'chamber',
  'op',
  'xvfb-run',
  'honcho',
  'foreman',
  'overmind',
  'watchexec',
  'entr',
  'unshare',
  'nsenter',
  'bwrap',
]);

/** An interactive shell has no script and no `-c`: its job is its user. */
export function isLauncher(process: ProcessFacts): boolean {
  const [program = process.comm, ...rest] = process.command;
  const name = baseName(program);
  if (SHELLS.has(name) || SHELLS.has(process.comm)) return rest.some((word) => isScriptWord(word));
  if (LAUNCHERS.has(name) || LAUNCHERS.has(process.comm)) return true;
  // `poetry` and its like are Python scripts: the interpreter comes first.
  return /^(python|node)/.test(name) && rest[0] !== undefined && LAUNCHERS.has(baseName(rest[0]));
}

function isScriptWord(word: string): boolean {
  return word !== '' && (!word.startsWith('-') || /^-[a-z]*c$/.test(word));
}

/** A login shell calls itself `-bash`. */
function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1).replace(/^-/, '');
}
