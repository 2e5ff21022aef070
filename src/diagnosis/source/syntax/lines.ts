export interface LineSpan {
  fromLine: number;
  toLine: number;
}

/** Line numbers of offsets. */
export interface LineIndex {
  /** 1-based. */
  lineAt(offset: number): number;
  /** Text of a line without its end; '' outside the file. */
  text(line: number): string;
  readonly count: number;
}

export function lineIndexOf(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    count: starts.length,
    lineAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      return low + 1;
    },
    text(line) {
      const from = starts[line - 1];
      if (from === undefined) return '';
      const next = starts[line];
      return text.slice(from, next === undefined ? text.length : next - 1);
    },
  };
}

const LONGEST_TEXT = 200;

/** One line, at most 200 characters: what a person is shown of a piece of source. */
export function shownText(text: string): string {
  const line = text
    .replace(/#[^\n'"]*\n/g, '\n')
    .replace(/\\\n/g, ' ')
    .replace(/([([{])\s*\n\s*/g, '$1')
    .replace(/,?\s*\n\s*([)\]}])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}
