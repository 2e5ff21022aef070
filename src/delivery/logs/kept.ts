/** What is kept of each report while a log is read. */

/** A revision as JSON. Parsed again at the end, as text takes less memory. */
interface Revision {
  revision: number;
  text: string;
}

export interface Parts {
  revision: number;
  count: number;
  pieces: Map<number, string>;
}

export interface Kept {
  id: string;
  container: string | null;
  /** The newest that a line held, perhaps abridged. */
  line: Revision | null;
  /** The newest that was joined from parts. */
  whole: Revision | null;
  /** Newer than `whole`, and not complete. */
  parts: Parts | null;
}
