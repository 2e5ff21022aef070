/** A list on standard output: the API's own JSON, or a table. */
import { StandardOutput } from '../../delivery/stdout.ts';
import { jsonText } from '../../report/sanitise.ts';

/** As it came, unless a terminal would not show it as it is: then the same JSON with escapes. */
export function harmlessJson({ text, value }: { text: string; value: unknown }): string {
  const harmless = jsonText(text) === text ? text : jsonText(JSON.stringify(value));
  return harmless.endsWith('\n') ? harmless : `${harmless}\n`;
}

export function print(text: string): void {
  new StandardOutput().write(text);
}
