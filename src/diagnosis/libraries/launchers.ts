/** What the programs that start a Python service do with SIGTERM. Adding a launcher is adding a row. */

import type { ProcessFacts } from '../../target/facts.ts';

export interface LauncherRule {
  /** `comm` of the process, as the kernel has it. */
  comms: readonly string[];
  forwards: boolean;
  fix: string;
  /** Its scripts may have a trap, which passes the signal on or not. */
  isShell?: true;
}

const LAUNCHER_RULES: readonly LauncherRule[] = [
  {
    comms: ['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh', 'mksh', 'fish'],
    forwards: false,
    isShell: true,
    fix: 'Let Python take the shell\'s place: `exec python app.py` as the last line of the script, or the exec form ["python", "app.py"] of CMD/ENTRYPOINT instead of the shell form.',
  },
  {
    comms: ['uv', 'uvx', 'poetry', 'pipenv', 'hatch', 'pdm', 'rye', 'pixi', 'conda', 'mamba', 'micromamba'],
    forwards: true,
    fix: 'Start the interpreter of the environment itself (.venv/bin/python app.py) instead of through the tool.',
  },
  {
    comms: [
      'tini',
      'tini-static',
      'dumb-init',
      'catatonit',
      'docker-init',
      'podman-init',
      's6-svscan',
      's6-supervise',
      'supervisord',
      'runsv',
      'multirun',
    ],
    forwards: true,
    fix: 'Look at its options: signals to the whole group need `tini -g`, and its child may be a shell that keeps them.',
  },
  {
    comms: ['timeout'],
    forwards: true,
    fix: 'With --foreground it tells its child alone, and without it the whole group: start Python as its direct child.',
  },
  {
    comms: ['gosu', 'su-exec', 'setpriv', 'chpst', 'env', 'nice', 'exec'],
    forwards: true,
    fix: 'It runs the program in its own place: look at what comes before it (a shell that did not use `exec`).',
  },
  {
    comms: ['su', 'sudo', 'runuser', 'doas'],
    forwards: false,
    fix: 'Change the user with gosu, su-exec or setpriv, which run the program in their own place, or with USER in the image.',
  },
  {
    comms: [
      'setsid',
      'unshare',
      'nsenter',
      'flock',
      'script',
      'time',
      'strace',
      'ltrace',
      'xargs',
      'watchexec',
      'entr',
    ],
    forwards: false,
    fix: 'Start Python without this wrapper, or below an init that passes signals on (tini, dumb-init).',
  },
  {
    comms: [
      'npm',
      'node',
      'make',
      'just',
      'task',
      'honcho',
      'foreman',
      'overmind',
      'doppler',
      'aws-vault',
      'chamber',
      'op',
    ],
    forwards: false,
    fix: 'Start Python directly, or below an init that passes signals on (tini, dumb-init).',
  },
];

/** A script has its own name there: of `#!/bin/sh` the interpreter is the first word of the command. */
export function launcherRule({ comm, command }: Pick<ProcessFacts, 'comm' | 'command'>): LauncherRule | null {
  const interpreter = command[0]?.split('/').at(-1) ?? '';
  return (
    LAUNCHER_RULES.find(({ comms }) => comms.includes(comm)) ??
    LAUNCHER_RULES.find(({ comms }) => comms.includes(interpreter)) ??
    null
  );
}
