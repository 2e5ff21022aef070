/** Groups of fields that several minor versions share. Each version's own file says which it takes. */
import type { Build } from './build.ts';
import { fieldsBehindHeader } from './build.ts';
import type {
  DictLayout,
  ExceptionLayout,
  FunctionLayout,
  GeneratorLayout,
  ObjectFrameLayout,
  ObjectLayout,
  SplitVariables,
  StringLayout,
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
  copies: null,
  variables: { kind: 'split', localNames: 72, cellNames: 88, freeNames: 80 } satisfies SplitVariables,
} as const;

const CODE_OFFSETS_312 = {
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
  exceptionTable: 40,
} as const;
const VARIABLES_312 = { names: 96, kinds: 104, count: 72 } as const;

export function codeFrom312(build: Build) {
  return {
    ...fieldsBehindHeader(build, CODE_OFFSETS_312),
    lineFormat: 'locations',
    codeIsInline: true,
    copies: null,
    variables: { kind: 'merged', ...fieldsBehindHeader(build, VARIABLES_312) },
  } as const;
}

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

const GENERATOR_OFFSETS_312 = {
  frame: 72,
  frameState: 67,
  name: 24,
  qualifiedName: 32,
  handled: 40,
} as const;

export function generatorFrom312(build: Build) {
  return { ...fieldsBehindHeader(build, GENERATOR_OFFSETS_312), frameIsInline: true, running: null } as const;
}

export const STATES_310_TO_312 = { created: -2, executing: 0, firstEnded: 1, awaiting: [] } as const;

export function objectTo313({ headerBytes, managedDictBefore }: Build): ObjectLayout {
  return { headerBytes, managedDictBefore, tupleItems: headerBytes + 8, referenceTags: 0 };
}
export function objectFrom314({ headerBytes, managedDictBefore }: Build): ObjectLayout {
  return { headerBytes, managedDictBefore, tupleItems: headerBytes + 16, referenceTags: 3 };
}

export const STRING_TO_311: StringLayout = { kindBit: 2, asciiHeaderBytes: 48, compactHeaderBytes: 72 };

export function stringFrom312(build: Build): StringLayout {
  const headers = fieldsBehindHeader(build, { asciiHeaderBytes: 40, compactHeaderBytes: 56 });
  return { kindBit: build.stringKindBit, ...headers };
}

export const DICT_TO_310: DictLayout = { keysFormat: 'sized', valuesHeaderBytes: 0 };
export const DICT_311: DictLayout = { keysFormat: 'log2', valuesHeaderBytes: 0 };
export const DICT_FROM_313: DictLayout = { keysFormat: 'log2', valuesHeaderBytes: 8 };

export const EXCEPTION_TO_310: ExceptionLayout = { traceback: 32, context: 40, cause: 48 };

export function exceptionFrom311(build: Build): ExceptionLayout {
  return fieldsBehindHeader(build, { traceback: 40, context: 48, cause: 56 });
}

export const FUNCTION_38: FunctionLayout = {
  code: 16,
  closure: 48,
  name: 64,
  qualifiedName: 104,
  globals: 24,
  defaults: 32,
};

export function functionFrom310(build: Build): FunctionLayout {
  return fieldsBehindHeader(build, {
    code: 48,
    closure: 72,
    name: 32,
    qualifiedName: 40,
    globals: 16,
    defaults: 56,
  });
}

/** Fields of `_asyncio.Future` that never moved. */
export const FUTURE_START = { loop: 16, callback0: 24, callbacks: 40, exception: 48 } as const;
