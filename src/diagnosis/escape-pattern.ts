/** For a pattern that is to fit a name: `<lambda>` and `<locals>` have signs of their own. */
export function escapePattern(text: string): string {
  return text.replace(/\W/g, '\\$&');
}
