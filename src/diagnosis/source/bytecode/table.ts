/** The opcodes of one minor version. */
export interface OpcodeTable {
  /** Opcodes from here on have an argument. */
  haveArgument: number;
  /** 3.11+: code units behind the instruction that hold cached values. */
  caches: Readonly<Record<string, number>>;
  /** Names by number, with a space between; specialised opcodes go by the name of the one they stand for. */
  names: string;
}
