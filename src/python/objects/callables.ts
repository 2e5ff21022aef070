/** What a callable leads to: sections 5.9 and 6; method objects from funcobject.h, methodobject.h, _functoolsmodule.c. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Attributes } from './attributes.ts';
import type { Containers } from './containers.ts';
import type { CallableFacts } from './objects.ts';
import type { Scalars } from './scalars.ts';
import type { Types } from './types.ts';
import { Flag } from './types.ts';

const MAX_WRAPPERS = 8;
const MAX_NAME = 200;
const MAX_ARGUMENTS = 32;
const FREE_VARIABLE = 0x80;

interface Parts {
  memory: MemoryReader;
  layout: Layout;
  types: Types;
  scalars: Scalars;
  containers: Containers;
  attributes: Attributes;
}

export class Callables {
  private readonly parts: Parts;
  /** First two fields behind the header of methods, builtin methods, partials and task wrappers. */
  private readonly first: number;
  private readonly second: number;

  constructor(parts: Parts) {
    this.parts = parts;
    this.first = parts.layout.object.headerBytes;
    this.second = this.first + 8;
  }

  /** Null for what is not callable, or leads to nothing that has a name. */
  describe(address: number): CallableFacts | null {
    const { memory, types, containers } = this.parts;
    let target = address;
    let self = 0;
    let partialArguments: number[] = [];
    for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
      const type = types.of(target);
      if (type.name === 'method') {
        if (self === 0) self = memory.word(target + this.second);
      } else if (types.lineage(type).includes('functools.partial')) {
        if (partialArguments.length === 0)
          partialArguments = containers.items(memory.word(target + this.second), MAX_ARGUMENTS);
      } else {
        return this.describeInner(target, self, partialArguments);
      }
      target = memory.word(target + this.first);
    }
    return null;
  }

  private describeInner(target: number, self: number, partialArguments: number[]): CallableFacts | null {
    const { memory, layout, types, scalars, attributes } = this.parts;
    const type = types.of(target);
    const plain = { code: 0, self, function: 0, partialArguments, closure: () => [] };
    if (type.name === 'function') {
      const qualifiedName =
        scalars.string(memory.word(target + layout.function.qualifiedName), MAX_NAME) ?? '';
      const code = memory.word(target + layout.function.code);
      return { ...plain, qualifiedName, code, function: target, closure: () => this.closure(target, code) };
    }
    if (type.name === 'builtin_function_or_method') {
      const qualifiedName = memory.cString(memory.word(memory.word(target + this.first)), MAX_NAME);
      return { ...plain, qualifiedName, self: self === 0 ? memory.word(target + this.second) : self };
    }
    if (/(?:^|\.)Task(?:Step|Wakeup)MethWrapper$/.test(type.name)) {
      const qualifiedName = type.name.slice(type.name.lastIndexOf('.') + 1);
      return { ...plain, qualifiedName, self: memory.word(target + this.first) };
    }
    if ((type.flags & Flag.type) !== 0) return { ...plain, qualifiedName: types.at(target).name };
    const call = (type.flags & Flag.heapType) === 0 ? 0 : attributes.ofType(type, '__call__');
    if (types.of(call).name !== 'function') return null;
    return this.describeInner(call, self === 0 ? target : self, partialArguments);
  }

  private closure(target: number, code: number): [string, number][] {
    const { memory, layout, containers, types } = this.parts;
    const cells = containers.items(memory.word(target + layout.function.closure), MAX_NAME);
    const names = this.freeNames(code);
    return cells.map((cell, index) => [
      names[index] ?? '',
      types.of(cell).name === 'cell' ? memory.word(cell + this.first) : 0,
    ]);
  }

  private freeNames(code: number): string[] {
    const { memory, layout, containers, scalars } = this.parts;
    const { variables } = layout.code;
    const text = (address: number) => scalars.string(address, MAX_NAME) ?? '';
    if (variables.kind === 'split') {
      return containers.items(memory.word(code + variables.freeNames), MAX_NAME).map(text);
    }
    const names = containers.items(memory.word(code + variables.names), 10_000);
    const kinds = scalars.bytes(memory.word(code + variables.kinds), 10_000);
    return names.filter((_, index) => ((kinds?.[index] ?? 0) & FREE_VARIABLE) !== 0).map(text);
  }
}
