/** docs/accuracy.md from the columns of a run. */
import type { MatrixCell, MatrixColumn } from '../../test/matrix/matrix.ts';

const HEAD = `# Accuracy

How often Straggler is right about programs whose fault is known: those of \`test/programs\`, which have one fault each, and
the services of \`test/libraries\`, which run on pinned packages from PyPI (\`current\`, \`older\`, \`further\` and \`frameworks\`, in
\`test/libraries/requirements\`), and once more on uvloop. Each is started, stopped as by \`straggler stop\`, and the report is
compared with the program's header. \`npm run accuracy\` writes this page. Sixteen programs run at once on two cores, so that
Straggler and what it looks at both wait for their turn.

- **cause**: the first finding names the cause (for a control: there is no finding).
- **line**: and it names the line, where the header marks one.
- **false accusations**: findings about a control, or about somebody who is innocent.
- **wrong and certain**: findings called \`certain\`, first or not, with another cause or about somebody else.
- **second tries**: verdicts that were wrong at first, while all others ran, and are counted as the second try has them.
- **seconds**: from the signal to the first report that says what the last one does: median and slowest of ten.
`;

/** `commit`: what was run. */
export function accuracyText(columns: readonly MatrixColumn[], { commit }: { commit: string }): string {
  const all = columns.flatMap((column) => column.cells.map((cell) => ({ column: column.python, cell })));
  const causes = groups(all.map(({ cell }) => [cell.score?.expected ?? 'no verdict', cell]));
  const libraries = groups(
    all
      .filter(({ column }) => isLibraries(column))
      .map(({ cell }) => [cell.program.split('-')[0] ?? '', cell]),
  );
  const parts = [
    HEAD,
    `Made from commit ${commit}.`,
    '## Per Python',
    table(
      'Python',
      columns.map((column) => [column.python, column.cells]),
    ),
    '## Per library',
    table('library', libraries),
    '## Per cause',
    table('cause', causes),
    '## Wrong',
    wrongOf(all),
  ];
  return `${parts.join('\n\n').replaceAll(/\n{3,}/g, '\n\n')}\n`;
}

function isLibraries(column: string): boolean {
  return /current|older|further|frameworks/.test(column);
}

function groups(entries: readonly (readonly [string, MatrixCell])[]): [string, MatrixCell[]][] {
  const map = new Map<string, MatrixCell[]>();
  for (const [key, cell] of entries) map.set(key, [...(map.get(key) ?? []), cell]);
  return [...map].sort(([one], [other]) => one.localeCompare(other));
}

function table(title: string, rows: readonly (readonly [string, readonly MatrixCell[]])[]): string {
  const head = [
    title,
    'verdicts',
    'right cause',
    'right line',
    'false accusations',
    'wrong and certain',
    'second tries',
    'seconds',
  ];
  const all = rows.flatMap(([, cells]) => cells);
  const lines = [...rows, ['all', all] as const].map(
    ([name, cells]) => `| ${[name, ...counts(cells)].join(' | ')} |`,
  );
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines].join('\n');
}

function counts(cells: readonly MatrixCell[]): string[] {
  const scores = cells.flatMap((cell) => cell.score ?? []);
  const lined = scores.filter((one) => one.rightLine !== null);
  const seconds = scores.flatMap((one) => one.seconds ?? []).sort((a, b) => a - b);
  return [
    String(cells.length),
    share(scores.filter((one) => one.rightCause).length, cells.length),
    share(lined.filter((one) => one.rightLine).length, lined.length),
    String(scores.reduce((sum, one) => sum + one.falseAccusations, 0)),
    String(scores.reduce((sum, one) => sum + one.wronglyCertain, 0)),
    String(cells.filter((one) => one.isSecondTry).length),
    seconds.length === 0 ? '' : `${atShare(seconds, 0.5)}, ${atShare(seconds, 0.9)}`,
  ];
}

function share(count: number, of: number): string {
  return of === 0 ? '' : `${count} of ${of}`;
}

function atShare(sorted: readonly number[], at: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0).toFixed(1);
}

function wrongOf(all: readonly { column: string; cell: MatrixCell }[]): string {
  const wrong = all.filter(({ cell }) => cell.problems.length > 0 || cell.failure !== null);
  if (wrong.length === 0) return 'None.';
  return wrong
    .map(({ column, cell }) => {
      const [first = cell.failure ?? ''] = cell.problems;
      return `- ${cell.program} on ${column}: ${first.split('\n')[0]}`;
    })
    .join('\n');
}
