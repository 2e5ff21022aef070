/** Where to look, as short as a column of a table: `worker.py:42 Worker.poll`. */
import type { Finding } from '../report.ts';
import { programName } from './program.ts';

const NAMELESS = /^<.*>$/;

/** The file's base name, the line where it is and the function; the culprit's name where no line is known. Not made harmless. */
export function culpritPlace({ culprit }: Pick<Finding, 'culprit'>): string {
  const { construct, frame, task, thread, process } = culprit;
  const place = frame ?? construct;
  if (place !== null) {
    const holder = frame?.function ?? task?.coroutine ?? '';
    return [lineOf(place), holder].filter((part) => part !== '').join(' ');
  }
  if (task !== null) return task.coroutine || task.name;
  if (thread !== null) return `thread ${thread.name}`;
  if (process !== null) return programName(process);
  return `pid ${culprit.pid}`;
}

function lineOf({ file, line }: { file: string; line: number }): string {
  const name = NAMELESS.test(file) ? file : file.slice(file.lastIndexOf('/') + 1);
  return line > 0 ? `${name}:${line}` : name;
}
