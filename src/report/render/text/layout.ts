/** Words into lines, cells into columns. Works on text without colour codes; colours are put on afterwards. */

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;
const ZERO = /[\p{Mn}\p{Me}\u200c\u200d]/gu;

/** Columns a terminal uses for a text. */
export function columns(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: printable ASCII is the common case
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  const characters = [...text].length;
  return characters - (text.match(ZERO)?.length ?? 0) + (text.match(WIDE)?.length ?? 0);
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** Breaks at spaces; a word longer than the width stays whole, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columns(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** The first line after `first`, the others below it: `  Fix  let it pass …`. */
export function hanging(first: string, text: string, width: number): string[] {
  const indent = ' '.repeat(columns(first));
  return wrapped(text, width - columns(first)).map((line, index) => (index === 0 ? first : indent) + line);
}

/** Widths of columns so that rows align; none is wider than its cap, and a longer cell pushes its own row only. */
export function columnWidths(rows: readonly (readonly string[])[], caps: readonly number[]): number[] {
  return caps.map((cap, column) =>
    Math.max(0, ...rows.map((row) => columns(row[column] ?? '')).filter((width) => width <= cap)),
  );
}

/** A row of cells, two spaces between them, nothing behind the last. */
export function row(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) =>
      widths[column] === 0 && cell === '' ? '' : `${padded(cell, widths[column] ?? 0)}  `,
    )
    .join('')
    .trimEnd();
}
