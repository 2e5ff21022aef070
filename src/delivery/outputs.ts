/** Where the reports of one command go. A file that cannot be written never keeps the others, or the answer, back. */

import type { Report } from '../report/report.ts';
import { UsageError } from '../settings/usage-error.ts';
import type { FileOutput, ViewSettings } from '../settings/view.ts';
import { obstacleTo, writeWhole } from './file.ts';
import type { Render, RenderOptions } from './renderings.ts';
import { loadRendering } from './renderings.ts';
import { StandardOutput } from './stdout.ts';

interface LoadedFile {
  output: FileOutput;
  render: Render;
}

export class Outputs {
  readonly #files: readonly LoadedFile[];
  readonly #renderStdout: Render;
  /** Sentences on what could not be written, each once. */
  readonly problems = new Set<string>();

  constructor(files: readonly LoadedFile[], renderStdout: Render) {
    this.#files = files;
    this.#renderStdout = renderStdout;
  }

  /** Takes a revision that others may follow; null when nobody would see it. */
  get publish(): ((report: Report) => void) | null {
    const files = this.#files.filter(({ output }) => output.everyRevision);
    return files.length === 0 ? null : (report) => this.#writeFiles(files, report);
  }

  /** Files first: whoever reads standard output may then rely on them. */
  finish(report: Report): void {
    this.#writeFiles(this.#files, report);
    this.#renderStdout(report, new StandardOutput().write);
  }

  #writeFiles(files: readonly LoadedFile[], report: Report): void {
    for (const { output, render } of files) {
      try {
        writeWhole(output.path, (write) => render(report, write));
      } catch (error) {
        this.problems.add(`${output.path} could not be written: ${(error as Error).message}`);
      }
    }
  }
}

/** Throws a UsageError for a path that cannot be written to: that is better known before a process is stopped. */
export async function openOutputs(
  view: ViewSettings,
  options: Omit<RenderOptions, 'text'>,
): Promise<Outputs> {
  for (const { path } of view.files) {
    const obstacle = obstacleTo(path);
    if (obstacle !== null) throw new UsageError(`nothing can be written to ${path}: ${obstacle}`);
  }
  const renderOptions = { ...options, text: view.text };
  // A text in a file has no use for the colours of a terminal.
  const fileOptions = { ...options, text: { ...view.text, color: false } };
  const files = await Promise.all(
    view.files.map(async (output) => ({ output, render: await loadRendering(output.format, fileOptions) })),
  );
  return new Outputs(files, await loadRendering(view.stdout, renderOptions));
}
