/** Groups of fields that several minor versions share. Each version's own file says which it takes. */
import type {
  DictLayout,
  ExceptionLayout,
  FunctionLayout,
  GeneratorLayout,
  ObjectFrameLayout,
  SplitVariables,
} from './layout.ts';

export const FRAME_OBJECT_38: ObjectFrameLayout = {
  kind: 'object',
  back: 24,
  code: 32,
  valueStack: 64,
  stackTop: 72,
  stackDepth: null,
  lastInstruction: 104,
  instructionBytes: 1,
  state: null,
  blockCount: 112,
  blocks: 120,
  generator: 96,
  locals: 360,
};

export const CODE_BEFORE_311 = {
  flags: 36,
  argumentCount: 16,
  keywordOnlyCount: 24,
  stackSize: 32,
  firstLine: 40,
  names: 64,
  fileName: 104,
  name: 112,
  qualifiedName: null,
  lineTable: 120,
  code: 48,
  codeIsInline: false,
  exceptionTable: null,
  variables: { kind: 'split', localNames: 72, cellNames: 88, freeNames: 80 } satisfies SplitVariables,
} as const;

export const CODE_FROM_312 = {
  flags: 48,
  argumentCount: 52,
  keywordOnlyCount: 60,
  stackSize: 64,
  firstLine: 68,
  names: 32,
  fileName: 112,
  name: 120,
  qualifiedName: 128,
  lineTable: 136,
  lineFormat: 'locations',
  codeIsInline: true,
  exceptionTable: 40,
  variables: { kind: 'merged', names: 96, kinds: 104, count: 72 },
} as const;

export const GENERATOR_38: GeneratorLayout = {
  frame: 16,
  frameIsInline: false,
  frameState: null,
  running: 24,
  name: 48,
  qualifiedName: 56,
  handled: 72,
  awaitRule: 'opcode',
  states: null,
  awaitedBelowTop: 0,
};

export const GENERATOR_FROM_312 = {
  frame: 72,
  frameIsInline: true,
  frameState: 67,
  running: null,
  name: 24,
  qualifiedName: 32,
  handled: 40,
} as const;

export const STATES_310_TO_312 = { created: -2, executing: 0, firstEnded: 1, awaiting: [] } as const;

export const OBJECT_TO_313 = { tupleItems: 24, referenceTags: 0 } as const;
export const OBJECT_FROM_314 = { tupleItems: 32, referenceTags: 3 } as const;

export const STRING_TO_311 = { asciiHeaderBytes: 48, compactHeaderBytes: 72 } as const;
export const STRING_FROM_312 = { asciiHeaderBytes: 40, compactHeaderBytes: 56 } as const;

export const DICT_TO_310: DictLayout = { keysFormat: 'sized', valuesHeaderBytes: 0 };
export const DICT_311: DictLayout = { keysFormat: 'log2', valuesHeaderBytes: 0 };
export const DICT_FROM_313: DictLayout = { keysFormat: 'log2', valuesHeaderBytes: 8 };

export const EXCEPTION_TO_310: ExceptionLayout = { traceback: 32, context: 40, cause: 48 };
export const EXCEPTION_FROM_311: ExceptionLayout = { traceback: 40, context: 48, cause: 56 };

export const FUNCTION_38: FunctionLayout = {
  code: 16,
  closure: 48,
  name: 64,
  qualifiedName: 104,
  globals: 24,
};
export const FUNCTION_FROM_310: FunctionLayout = {
  code: 48,
  closure: 72,
  name: 32,
  qualifiedName: 40,
  globals: 16,
};

/** Fields of `_asyncio.Future` that never moved. */
export const FUTURE_START = { loop: 16, callback0: 24, callbacks: 40, exception: 48 } as const;
