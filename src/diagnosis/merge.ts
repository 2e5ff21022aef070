/** Forty workers with one fault are one finding. */
import type { Finding } from './vocabulary.ts';
import { countLabel } from './words.ts';

const CERTAINTIES = ['certain', 'likely', 'possible'];

/** Joins findings of one cause at one place, and puts the most certain first (else the order of thought stands). */
export function mergeAlike(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()]
    .map(joined)
    .sort((a, b) => CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty));
}

function keyOf({ cause, culprit }: Finding): string {
  const { frame, construct } = culprit;
  const where = frame === null ? `${culprit.process?.pid}` : `${frame.file}:${frame.line}:${frame.function}`;
  return [cause, where, construct === null ? '' : `${construct.file}:${construct.line}`].join('|');
}

function joined(group: readonly Finding[]): Finding {
  const first = group[0] as Finding;
  if (group.length === 1) return first;
  const names = group
    .slice(1, 6)
    .map((one) => one.culprit.task?.name ?? one.culprit.thread?.name ?? `pid ${one.culprit.process?.pid}`);
  const others = group.length - 1;
  return {
    ...first,
    evidence: [
      ...first.evidence,
      `${countLabel(others, 'other')} at the same place: ${names.join(', ')}${others > names.length ? ', …' : ''}`,
    ],
    blocks: [...new Set(group.flatMap((one) => one.blocks))].slice(0, 20),
  };
}
