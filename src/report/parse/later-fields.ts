/** Fields that came after the first reports were written, and what a report without them is given. */
import { isRecord } from './record.ts';

interface LaterField {
  /** Where it belongs: a list's elements are meant by the list's name. */
  within: readonly string[];
  name: string;
  value: string | null;
}

const LATER_FIELDS: readonly LaterField[] = [
  { within: ['target'], name: 'workingFolder', value: null },
  { within: ['target'], name: 'sigterm', value: null },
  { within: ['survivors'], name: 'role', value: 'bystander' },
  { within: ['survivors'], name: 'reason', value: '' },
  { within: ['findings'], name: 'held', value: null },
  { within: ['threads'], name: 'waitsFor', value: null },
];

export function fillLaterFields(report: Record<string, unknown>): void {
  for (const { within, name, value } of LATER_FIELDS) {
    for (const record of recordsAt(report, within)) record[name] ??= value;
  }
}

function recordsAt(value: unknown, path: readonly string[]): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap((element) => recordsAt(element, path));
  if (!isRecord(value)) return [];
  const [name, ...rest] = path;
  return name === undefined ? [value] : recordsAt(value[name], rest);
}
