/** What a link of an await chain is, by its type: cpython-memory.md, 5.7. */
import type { CPythonObjects } from '../../objects/cpython-objects.ts';

export const ChainKind = {
  /** Ends the chain, and is not known. */
  other: 0,
  coroutine: 1,
  /** Suspended in a plain yield or in an await: its bytecode tells. */
  generator: 2,
  /** Holds one pointer to follow. */
  wrapper: 3,
  /** Holds the future that the task waits for. */
  futureIterator: 4,
  /** Compiled by Cython: it has no frame, and may await one that has. */
  compiled: 5,
} as const;
export type ChainKind = (typeof ChainKind)[keyof typeof ChainKind];

/** Cython's coroutines have names of their own or the same name: only the types module's types have the known layout. */
const FROM_TYPES_MODULE = new Map<string, ChainKind>([
  ['CoroutineType', ChainKind.coroutine],
  ['GeneratorType', ChainKind.generator],
  ['AsyncGeneratorType', ChainKind.generator],
]);

const BY_NAME = new Map<string, ChainKind>([
  ['coroutine_wrapper', ChainKind.wrapper],
  ['async_generator_asend', ChainKind.wrapper],
  ['async_generator_athrow', ChainKind.wrapper],
  ['anext_awaitable', ChainKind.wrapper],
  ['_asyncio.FutureIter', ChainKind.futureIterator],
]);

const BY_NAME_WITHOUT_MODULE = new Map<string, ChainKind>([
  ['coroutine', ChainKind.coroutine],
  ['generator', ChainKind.generator],
  ['async_generator', ChainKind.generator],
]);

/** `_cython_3_1_4.coroutine`, and `_cython_3_1_4.coroutine_wrapper`, which is what its `__await__` gives. */
function compiledKind(typeName: string): ChainKind | undefined {
  return /^_cython_\w*\.(coroutine|generator)/.test(typeName) ? ChainKind.compiled : undefined;
}

export class ChainKinds {
  private readonly objects: CPythonObjects;
  private readonly kinds = new Map<number, ChainKind>();
  private readonly hasModule: boolean;
  private readonly coroutineType: number;
  private lastType = 0;
  private lastKind: ChainKind = ChainKind.other;

  constructor(objects: CPythonObjects) {
    this.objects = objects;
    for (const [name, kind] of FROM_TYPES_MODULE) {
      const type = objects.global('types', name);
      if (type !== 0) this.kinds.set(type, kind);
    }
    this.hasModule = this.kinds.size === FROM_TYPES_MODULE.size;
    this.coroutineType = objects.global('types', 'CoroutineType');
  }

  of(address: number): ChainKind {
    const type = this.objects.typeOf(address);
    if (type === this.coroutineType && type !== 0) return ChainKind.coroutine;
    if (type === this.lastType) return this.lastKind;
    let kind = this.kinds.get(type);
    if (kind === undefined) {
      const name = this.objects.typeName(address);
      kind =
        BY_NAME.get(name) ??
        (this.hasModule ? undefined : BY_NAME_WITHOUT_MODULE.get(name)) ??
        compiledKind(name) ??
        ChainKind.other;
      this.kinds.set(type, kind);
    }
    this.lastType = type;
    this.lastKind = kind;
    return kind;
  }
}
