/** The body that the settings ask for. */
import { readFileSync, statSync } from 'node:fs';
import type { WebhookSettings } from '../../settings/collector.ts';
import { jsonBody } from './json-body.ts';
import type { WriteBody } from './notice.ts';
import { slackBody } from './slack-body.ts';
import { TemplateError, templateBody } from './template.ts';

const MAX_TEMPLATE_BYTES = 65_536;

/** Throws a `TemplateError`. */
export function bodyFor({ format, templateFile }: WebhookSettings, pageUrl: string | null): WriteBody {
  if (templateFile !== null) return templateBody(readTemplate(templateFile), pageUrl);
  return format === 'slack' ? slackBody(pageUrl) : jsonBody(pageUrl);
}

function readTemplate(path: string): string {
  try {
    if (statSync(path).size <= MAX_TEMPLATE_BYTES) return readFileSync(path, 'utf8');
  } catch (error) {
    throw new TemplateError(
      `The webhook's template could not be read from ${path} (${(error as NodeJS.ErrnoException).code}).`,
      { fix: 'Name a file that the collector may read, with --webhook-template-file.', cause: error },
    );
  }
  throw new TemplateError(`The webhook's template ${path} is larger than ${MAX_TEMPLATE_BYTES} bytes.`, {
    fix: 'Make it smaller.',
  });
}
