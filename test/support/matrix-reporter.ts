import { forgetColumns, loadColumns, matrixText, saveMatrix } from '../matrix/matrix.ts';

/** Prints program × Python when the verdicts' tests have run, and keeps it in test/.output/matrix.txt. */
export default class MatrixReporter {
  onRunStart(): void {
    forgetColumns();
  }

  onRunComplete(): void {
    const columns = loadColumns();
    if (columns.length === 0) return;
    const text = matrixText(columns);
    saveMatrix(text);
    process.stdout.write(`\n${text}\n`);
  }
}
