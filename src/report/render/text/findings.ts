/** The findings: the first at length, the others shortly. */
import type { Finding } from '../../report.ts';
import { visible } from '../../sanitise.ts';
import { explainCommand } from '../../words/causes.ts';
import { constructNote } from '../../words/constructs.ts';
import { findingTitle } from '../../words/culprit.ts';
import { nowNote } from '../../words/waits.ts';
import { columns, columnWidths, hanging, row, wrapped } from './layout.ts';
import type { Page } from './page.ts';

const FACTS = 5;
/** Causes of which the construct, the waiting line and who waits tell all there is. */
const TOLD_BY_LINES = new Set(['cancel-swallowed', 'cancel-swallowed-by-library', 'cancel-uncancelled']);

export function firstFinding(finding: Finding, page: Page): string[] {
  const places = placeRows(finding, page);
  const told =
    finding.held === null &&
    TOLD_BY_LINES.has(finding.cause) &&
    finding.culprit.construct !== null &&
    places.length > 1;
  return [
    ...titleLines(finding, page),
    ...places,
    ...(told ? blockLines(finding, page) : indented(finding.sentence, page)),
    ...factLines(finding, page),
    ...fixLines(finding, page),
    ...whyLines(finding, page),
  ];
}

/** `told`: causes of findings above it, whose page has been named. */
export function otherFinding(finding: Finding, told: ReadonlySet<string>, page: Page): string[] {
  const places = placeRows(finding, page);
  return [
    ...titleLines(finding, page),
    ...(places.length > 0 ? places : indented(finding.sentence, page)),
    ...fixLines(finding, page),
    ...(told.has(finding.cause) ? [] : whyLines(finding, page)),
  ];
}

/** The title, and at the right margin what kind of trouble it is and how sure that is. */
function titleLines(finding: Finding, page: Page): string[] {
  const label = visible(`${finding.cause} · ${finding.certainty}`);
  const [first = '', ...rest] = wrapped(visible(findingTitle(finding, page.targetPid)), page.width - 2);
  const title = `  ${page.paint('bold', first)}`;
  const gap = page.width - 2 - columns(first) - columns(label);
  const others = rest.map((line) => `  ${page.paint('bold', line)}`);
  if (rest.length > 0 || gap < 2) return [title, ...others, `    ${page.paint('yellow', label)}`];
  return [`${title}${' '.repeat(gap)}${page.paint('yellow', label)}`];
}

/** The syntax to change, and the line at which the culprit is now, aligned below each other. */
function placeRows(finding: Finding, page: Page): string[] {
  const { construct, frame } = finding.culprit;
  const cells: string[][] = [];
  const apart = construct?.file !== frame?.file || construct?.line !== frame?.line;
  if (construct !== null && apart) {
    cells.push([
      page.place(construct),
      visible(construct.text),
      constructNote(construct.kind, finding.cause),
    ]);
  }
  if (frame !== null) {
    const code = frame.source ?? `in ${frame.function}`;
    cells.push([page.place(frame), visible(code), visible(nowNote(finding))]);
  }
  const widths = columnWidths(cells, [40, 44]);
  return cells.flatMap(([place = '', code = '', note = '']) => {
    const line = `    ${row([place, code, note], widths)}`;
    const painted = `    ${page.paint('cyan', place)}${row([place, code, note], widths).slice(place.length)}`;
    if (columns(line) <= page.width) return [painted];
    const first = `    ${page.paint('cyan', place)}${row([place, code], widths).slice(place.length)}`;
    return [first, ...wrapped(note, page.width - 8).map((text) => `        ${text}`)];
  });
}

function blockLines(finding: Finding, page: Page): string[] {
  if (finding.blocks.length === 0) return [];
  const verb = finding.blocks.length === 1 ? 'waits' : 'wait';
  return indented(`${finding.blocks.join(', ')} ${verb} for it.`, page);
}

function factLines(finding: Finding, page: Page): string[] {
  return finding.evidence
    .slice(0, FACTS)
    .flatMap((fact) => hanging('    - ', visible(fact), page.width))
    .map((line) => page.paint('dim', line));
}

function fixLines(finding: Finding, page: Page): string[] {
  if (finding.fix === '') return [];
  const [first = '', ...rest] = hanging('  Fix  ', visible(finding.fix), page.width);
  return [`  ${page.paint('green', 'Fix')}${first.slice(5)}`, ...rest];
}

/** Where more is said of it: in the terminal, without a network. */
function whyLines({ cause }: Finding, page: Page): string[] {
  return [`  ${page.paint('green', 'Why')}  ${visible(explainCommand(cause))}`];
}

function indented(text: string, page: Page): string[] {
  return wrapped(visible(text), page.width - 4).map((line) => `    ${line}`);
}
