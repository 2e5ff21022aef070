/** The page of a cause, or the list of all. */
import { StandardOutput } from '../delivery/stdout.ts';
import { CAUSE_CODES } from '../diagnosis/vocabulary.ts';
import { nearestCauses } from '../explain/nearest.ts';
import { causeInOneSentence, isCauseCode, readCausePage } from '../explain/pages.ts';
import { terminalPage } from '../explain/terminal.ts';
import { hanging } from '../report/render/text/layout.ts';
import type { Page } from '../report/render/text/page.ts';
import { pageOf } from '../report/render/text/page.ts';
import { visible } from '../report/sanitise.ts';
import { readSurroundings } from '../settings/environment.ts';
import { UsageError } from '../settings/usage-error.ts';
import type { ViewFlags } from '../settings/view.ts';
import { parseView } from '../settings/view.ts';
import type { ExitStatus } from '../shutdown/outcome.ts';
import { EXIT } from '../shutdown/outcome.ts';
import { say } from './messages.ts';

export interface ExplainFlags extends Pick<ViewFlags, 'color'> {
  cause?: string | undefined;
}

/** How much of a word that is no cause is said back. */
const SHOWN_CHARACTERS = 80;

export function runExplain({ cause, color }: ExplainFlags, program: string): ExitStatus {
  const page = pageOf(parseView({ color }, readSurroundings()).text, null);
  const text = cause === undefined ? listOfAll(page, program) : pageOfCause(cause, page, program);
  if (text !== null) {
    new StandardOutput().write(text);
    return EXIT.inTime;
  }
  say('straggler: the pages of the causes are not part of this installation\n  Install it again, whole\n');
  return EXIT.couldNotLook;
}

function pageOfCause(cause: string, page: Page, program: string): string | null {
  if (!isCauseCode(cause)) throw new UsageError(noSuchCause(cause, program));
  const markdown = readCausePage(cause);
  return markdown === null ? null : terminalPage(markdown, page);
}

function noSuchCause(word: string, program: string): string {
  const near = nearestCauses(word);
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(', ')}?`;
  const said = visible(word.slice(0, SHOWN_CHARACTERS));
  return `there is no cause '${said}'${hint === '' ? ';' : hint} \`${program} explain\` lists all`;
}

function listOfAll(page: Page, program: string): string | null {
  const width = Math.max(...CAUSE_CODES.map((code) => code.length)) + 2;
  const lines: string[] = [];
  for (const code of CAUSE_CODES) {
    const markdown = readCausePage(code);
    if (markdown === null) return null;
    const rows = hanging(code.padEnd(width), causeInOneSentence(markdown).replaceAll('`', ''), page.width);
    lines.push(...rows.map((row) => row.replace(code, page.paint('bold', code))));
  }
  return `${[...lines, '', `One of them at length: ${program} explain CAUSE`].join('\n')}\n`;
}
