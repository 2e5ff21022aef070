/** Surroundings of the line of a snippet that is marked `#<`. */
import { sourceFileOf } from '../../../src/diagnosis/source/file.ts';
import type { FlowStep } from '../../../src/diagnosis/source/flow-step.ts';
import { surroundingsOf } from '../../../src/diagnosis/source/parse.ts';
import type { Surroundings } from '../../../src/diagnosis/source/surroundings.ts';

export function marked(text: string, mark = '#<'): Surroundings {
  const lines = text.split(/\r\n|\n|\r/);
  const line = lines.findIndex((one) => one.includes(mark)) + 1;
  if (line === 0) throw new Error(`no line is marked ${mark}`);
  return surroundingsAt(text, line);
}

/** Of the innermost function (or module) that holds the line. */
export function surroundingsAt(text: string, line: number): Surroundings {
  const source = { file: '/srv/app.py', text };
  const scope = sourceFileOf(source)?.scopes.findLast(
    (one) => line >= one.firstLine && line <= one.toLine && /^(function|module)$/.test(one.kind),
  );
  const found =
    scope === undefined
      ? null
      : surroundingsOf(source, { line, name: scope.name, firstLine: scope.firstLine });
  if (found === null) throw new Error(`nothing stands around line ${line}`);
  return found;
}

/** "swallowed goes-on by except@5 (certain)", "converted to ValueError by except@5", "propagates". */
export function told(step: FlowStep): string {
  const sure = step.certain ? '' : ` (${step.certainty})`;
  switch (step.kind) {
    case 'propagates':
      return `propagates${sure}`;
    case 'converted':
      return `converted to ${step.types.join('|')} by ${step.construct.kind}@${step.construct.line}${sure}`;
    case 'swallowed':
      return `${step.next} by ${step.construct.kind}@${step.construct.line}${sure}`;
  }
}
