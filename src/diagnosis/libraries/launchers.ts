/** What the programs that start a Python service do with SIGTERM. Adding a launcher is adding a row. */

export interface LauncherRule {
  /** `comm` of the process, as the kernel has it. */
  comms: readonly string[];
  forwards: boolean;
  fix: string;
}

export const LAUNCHER_RULES: readonly LauncherRule[] = [
  {
    comms: ['sh', 'dash', 'bash', 'ash', 'busybox', 'zsh', 'ksh'],
    forwards: false,
    fix: 'Let Python take the shell\'s place: `exec python app.py` as the last line of the script, or the exec form ["python", "app.py"] of CMD/ENTRYPOINT instead of the shell form.',
  },
  {
    comms: ['uv', 'poetry', 'pipenv', 'hatch', 'pdm', 'rye'],
    forwards: true,
    fix: 'Start the interpreter of the environment itself (.venv/bin/python app.py) instead of through the tool.',
  },
  {
    comms: ['npm', 'node', 'make', 'su', 'sudo', 'script', 'time', 'strace', 'xargs'],
    forwards: false,
    fix: 'Start Python directly, or below an init that passes signals on (tini, dumb-init).',
  },
  {
    comms: ['tini', 'dumb-init', 'catatonit', 'docker-init', 's6-svscan', 'supervisord'],
    forwards: true,
    fix: 'Look at its options: signals to the whole group need `tini -g`, and its child may be a shell that keeps them.',
  },
];

export function launcherRule(comm: string): LauncherRule | null {
  return LAUNCHER_RULES.find((rule) => rule.comms.includes(comm)) ?? null;
}
