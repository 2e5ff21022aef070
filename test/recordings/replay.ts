/** The recordings of this folder, looked at as `straggler dump --replay` does. */
import { join } from 'node:path';
import { lookOnce } from '../../src/commands/run-dump.ts';
import type { Report } from '../../src/report/report.ts';
import { parseDump } from '../../src/settings/dump.ts';
import { readSurroundings } from '../../src/settings/environment.ts';
import type { Scene } from './scenes.ts';

const FOLDER = import.meta.dirname;

export function recordingPath({ name }: Scene): string {
  return join(FOLDER, `${name}.straggler`);
}

export function goldenPath({ name }: Scene): string {
  return join(FOLDER, 'golden', `${name}.json`);
}

export function replay(scene: Scene): Promise<Report> {
  return lookOnce(parseDump({ replay: recordingPath(scene) }, readSurroundings()));
}

/** Without what differs from one look to the next: when it was, and how long it took on the machine that looked. */
export function comparable(report: Report): Report {
  const captures = report.captures.map((capture) => ({ ...capture, durationMs: 0 }));
  const text = JSON.stringify({ ...report, id: 'id', createdAt: 'then', captures });
  return JSON.parse(text.replaceAll(/\b[\d.]+ s left/g, 'some s left')) as Report;
}
