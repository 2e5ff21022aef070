/** The short name of a program: what a person would call `/usr/bin/python3 -u /srv/app.py --port 80`. */
import type { ReportTarget } from '../report.ts';

const INTERPRETER = /^(?:python|pypy)[\d.]*t?(?:\.exe)?$/;
/** Options of Python that take a value as the next argument. */
const WITH_VALUE = new Set(['-X', '-W', '--check-hash-based-pycs']);

export function programName(target: Pick<ReportTarget, 'command' | 'pid'>): string {
  const [executable, ...rest] = target.command;
  if (executable === undefined) return 'process';
  const name = baseName(executable);
  return (INTERPRETER.test(name) ? pythonProgram(rest) : null) ?? name;
}

function pythonProgram(args: readonly string[]): string | null {
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '-m') return args[index + 1] ?? null;
    if (argument === '-c') return 'python -c';
    if (!argument.startsWith('-')) return baseName(argument);
    if (WITH_VALUE.has(argument)) index++;
  }
  return null;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1) || path;
}
