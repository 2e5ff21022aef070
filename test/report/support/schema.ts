/** schema/report.v1.json, as a check: null, or what does not conform and where. */
import { readFileSync } from 'node:fs';
import { validator } from '@exodus/schemasafe';

const path = new URL('../../../schema/report.v1.json', import.meta.url);
const validate = validator(JSON.parse(readFileSync(path, 'utf8')), { includeErrors: true });

export function schemaFlaw(report: unknown): string | null {
  if (validate(report as never)) return null;
  const [error] = validate.errors ?? [];
  return `${error?.instanceLocation} does not match ${error?.keywordLocation}`;
}
