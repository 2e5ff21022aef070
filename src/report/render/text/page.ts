/** How a text page is set: its width, its colours, and paths as its reader knows them. */
import { visible } from '../../sanitise.ts';
import { shortPath } from '../../source-paths.ts';

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

const CODES: Record<Colour, [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

export interface Page {
  /** Of the process that a report is about. */
  targetPid: number | undefined;
  width: number;
  /** The text in a colour, or as it is where none are wanted. */
  paint: (colour: Colour, text: string) => string;
  /** `app.py:42`. */
  place: (place: { file: string; line: number }) => string;
}

const NARROWEST = 40;

export function pageOf(
  options: { color: boolean; width: number },
  workingFolder: string | null,
  targetPid?: number,
): Page {
  return {
    targetPid,
    width: Math.max(options.width, NARROWEST),
    paint: (colour, text) => {
      const [on, off] = CODES[colour];
      return options.color && text !== '' ? `\x1b[${on}m${text}\x1b[${off}m` : text;
    },
    place: ({ file, line }) => visible(`${shortPath(file, workingFolder)}${line > 0 ? `:${line}` : ''}`),
  };
}
