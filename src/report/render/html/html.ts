/** HTML that cannot be forgotten to be escaped: whatever is put into a template is text, unless it is HTML already. */
import { markup } from '../../sanitise.ts';

/** Made by `html` only. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | readonly Html[] | null;

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0] ?? '';
  for (const [index, value] of values.entries()) text += valueText(value) + (parts[index + 1] ?? '');
  return new Html(text);
}

function valueText(value: Value): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('\n');
  return markup(String(value));
}

/** Several lines of text, each escaped, for a `pre`. */
export function preformatted(lines: readonly string[]): Html {
  return new Html(lines.map(markup).join('\n'));
}

/** A text whose `code` between backticks is set as code. */
export function prose(text: string): Html {
  const parts = text.split('`');
  // An odd number of backticks: nothing pairs for sure.
  if (parts.length % 2 === 0) return html`${text}`;
  return new Html(
    parts.map((part, index) => (index % 2 === 0 ? markup(part) : `<code>${markup(part)}</code>`)).join(''),
  );
}
