/** Qualified names of methods on 3.8–3.10, where a code object knows its bare name only. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Objects } from '../objects/objects.ts';
import type { CodePlaces } from './code-places.ts';

const MRO = 344;
const DICT = 264;
const MAX_BASES = 32;
const MAX_NAME = 300;
/** `classmethod.cm_callable`, `staticmethod.sm_callable`, `property.prop_get`: the first field after the header. */
const WRAPPED = 16;

/** Looks for the function with a frame's code in the class of `self` and its bases: that function has the qualified name. */
export class MethodNames {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly objects: Objects;
  private readonly places: CodePlaces;
  private readonly tried = new Set<number>();

  constructor(memory: MemoryReader, layout: Layout, objects: Objects, places: CodePlaces) {
    this.memory = memory;
    this.layout = layout;
    this.objects = objects;
    this.places = places;
  }

  learn(code: number, self: number, ownClass: number): void {
    if (this.tried.has(code)) return;
    this.tried.add(code);
    const entry = this.places.entry(code);
    if (entry.qualifiedName !== null) return;
    const type = self === 0 ? ownClass : this.objects.typeOf(self);
    if (type === 0) return;
    for (const base of this.objects.items(this.memory.word(type + MRO), MAX_BASES)) {
      const member = this.objects.dictGet(this.memory.word(base + DICT), entry.name);
      if (member === 0) continue;
      const named =
        this.functionOf(member, code) || this.functionOf(this.memory.word(member + WRAPPED), code);
      if (named === 0) continue;
      const name = this.objects.str(this.memory.word(named + this.layout.function.qualifiedName), MAX_NAME);
      this.places.learnName(code, name ?? '');
      return;
    }
  }

  reset(): void {
    this.tried.clear();
  }

  private functionOf(candidate: number, code: number): number {
    if (candidate === 0 || this.objects.typeName(candidate) !== 'function') return 0;
    return this.memory.word(candidate + this.layout.function.code) === code ? candidate : 0;
  }
}
