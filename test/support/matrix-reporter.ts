import { forgetColumns, loadColumns, matrixText, saveMatrix } from '../matrix/matrix.ts';
import { IS_SLICE } from './slice.ts';

const COLUMN_TEST = /\/test\/(matrix|libraries)\/python-[^/]*\.test\.ts$/;

/** Prints program × Python when the verdicts' tests have run, and keeps it in test/.output/matrix.txt. */
export default class MatrixReporter {
  #hasColumns = false;

  /** Only a run of verdicts forgets those before: another one may go on beside it. */
  onTestFileStart({ path }: { path: string }): void {
    if (this.#hasColumns || !COLUMN_TEST.test(path)) return;
    this.#hasColumns = true;
    forgetColumns();
  }

  onRunComplete(): void {
    const columns = this.#hasColumns ? loadColumns() : [];
    if (columns.length === 0) return;
    const text = matrixText(columns);
    saveMatrix(text);
    const left = IS_SLICE ? 'a slice of all; npm run accuracy runs the rest\n' : '';
    process.stdout.write(`\n${text}${left}\n`);
  }
}
