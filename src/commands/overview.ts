/** What `straggler --help` says before and after its options. */
import type { CommandModule } from 'yargs';

const GROUPS: readonly [string, readonly string[]][] = [
  ['A process of this machine', ['dump', 'stop', 'drill']],
  ['What a report says', ['explain']],
  ['A pod', ['watch', 'preflight', 'logs']],
  ['A cluster, asked with your kubeconfig', ['hangs', 'reports', 'report', 'ui']],
  ['The service in the cluster that they ask', ['collector']],
];

export const USAGE = `straggler: says why a Python asyncio program does not stop

It reads the running process from outside. Nothing is installed in it, and its
memory is only read: it is never paused, traced or written to.`;

/** The commands in groups, which yargs does not have, and all that comes after them. */
export function overview(program: string, commands: ReadonlyMap<string, CommandModule>): string {
  const width = Math.max(...[...commands.values()].map(({ command }) => String(command).length));
  const groups = GROUPS.flatMap(([title, names]) => {
    const rows = names.flatMap((name) => {
      const { command, describe } = commands.get(name) ?? {};
      return command === undefined ? [] : [`  ${program} ${String(command).padEnd(width)}  ${describe}`];
    });
    return rows.length === 0 ? [] : [[title, ...rows].join('\n')];
  });
  return [...groups, OPTIONS, examples(program), CLOSING].join('\n\n');
}

const OPTIONS = `Options
  -h, --help     Show help
      --version  Show version number`;

const CLOSING = 'Each command has more examples, and its exit statuses, in its own --help.';

function examples(program: string): string {
  const rows: [string, string][] = [
    [`${program} dump 4711`, 'what the process is doing, and what would hold up a stop'],
    [`${program} stop 4711 --grace 5`, 'send SIGTERM, watch, and say what kept it'],
    [`${program} drill -- python app.py`, 'the same for a program that is started for it'],
    [`${program} explain cancel-swallowed`, 'what a cause is, and the code before and after'],
    [`${program} logs pod.log`, "the reports in the log of a pod's sidecar"],
    [`${program} hangs`, 'what hangs in the cluster, and why'],
  ];
  const width = Math.max(...rows.map(([line]) => line.length));
  return ['Examples', ...rows.map(([line, words]) => `  ${line.padEnd(width)}  ${words}`)].join('\n');
}
