/** One use of a name in a function's bytecode. */
export interface NameUse {
  kind: 'call' | 'load' | 'store';
  /** What comes before the name: `self`, `app`, `stop_event` of `self.app.stop_event.set`. */
  path: readonly string[];
  name: string;
  /** Byte offset of the instruction. */
  offset: number;
  /** Of an attribute that is stored: the dotted name it is stored to; empty for a global or a `nonlocal`; null for all else. */
  target: readonly string[] | null;
  /** Of an entry that is stored (`self.state['stopping'] = True`): the container, and the key where it is a word. Absent for all else. */
  item?: { container: readonly string[]; key: string | null };
  /** What is stored, where it is a constant; or it is deleted. Absent for all else, and where it is not known. */
  stored?: StoredConstant;
  /** The first argument of a call of an attribute, where it is a word. */
  argument?: string;
}

/** By its address in `co_consts`, or by what it is. */
export type StoredConstant =
  | { kind: 'object'; address: number }
  | { kind: 'number'; number: number }
  | { kind: 'singleton'; value: boolean | null }
  | { kind: 'nothing' };
