/** How a command that was chosen is handed over to be run. */
import type { ExitStatus } from '../shutdown/outcome.ts';

export type Run = () => Promise<ExitStatus>;
export type Take = (run: Run) => void;
