/** What commands say beside the report, on standard error. */
import { writeSync } from 'node:fs';
import type { Outputs } from '../delivery/outputs.ts';
import type { Report } from '../report/report.ts';
import type { ViewSettings } from '../settings/view.ts';
import { obstacle } from '../shutdown/status.ts';

const STDERR = 2;

/** Into the log; pino is loaded only now. */
export async function tell(view: ViewSettings, message: string): Promise<void> {
  const { openLog } = await import('../settings/log.ts');
  (await openLog(view.log)).info(message);
}

/** After the report: why it could not be a better one, and what of it could not be written. */
export function closingWords(report: Report, { problems }: Outputs): void {
  const limit = obstacle(report);
  if (limit !== null) say(`straggler: ${limit.sentence}\n  ${limit.fix}\n`);
  for (const problem of problems) say(`straggler: ${problem}\n`);
}

/** A refusal or a warning that a person must see, whatever the log level. */
export function say(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {
    // There is nobody left to tell.
  }
}
