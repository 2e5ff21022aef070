/** Names of a code object's local variables, cells and free variables, in the order of their slots. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { Objects } from '../objects/objects.ts';

export interface Variables {
  names: string[];
  /** Slot by name; the last one of a name that occurs twice (an argument that is also a cell, 3.8–3.10). */
  slots: Map<string, number>;
  /** Slots from this one on, or those in the list, may hold cells. */
  isCell: boolean[];
}

const MAX_VARIABLES = 5_000;
const MAX_NAME = 200;
/** CO_FAST_CELL and CO_FAST_FREE of `co_localspluskinds`. */
const CELL_KINDS = 0xc0;

export class VariableTables {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly objects: Objects;
  private readonly known = new Map<number, Variables>();

  constructor(memory: MemoryReader, layout: Layout, objects: Objects) {
    this.memory = memory;
    this.layout = layout;
    this.objects = objects;
  }

  of(code: number): Variables {
    let variables = this.known.get(code);
    if (variables === undefined) {
      variables = this.read(code);
      this.known.set(code, variables);
    }
    return variables;
  }

  reset(): void {
    this.known.clear();
  }

  private read(code: number): Variables {
    const { variables } = this.layout.code;
    const names: string[] = [];
    const isCell: boolean[] = [];
    if (variables.kind === 'split') {
      names.push(...this.namesAt(code + variables.localNames));
      const localCount = names.length;
      names.push(...this.namesAt(code + variables.cellNames), ...this.namesAt(code + variables.freeNames));
      isCell.push(...names.map((_, slot) => slot >= localCount));
    } else {
      names.push(...this.namesAt(code + variables.names));
      const kinds = this.objects.bytes(this.memory.word(code + variables.kinds), MAX_VARIABLES);
      isCell.push(...names.map((_, slot) => ((kinds?.[slot] ?? 0) & CELL_KINDS) !== 0));
    }
    return { names, isCell, slots: new Map(names.map((name, slot) => [name, slot])) };
  }

  private namesAt(field: number): string[] {
    const tuple = this.memory.word(field);
    return this.objects.items(tuple, MAX_VARIABLES).map((name) => this.objects.str(name, MAX_NAME) ?? '');
  }
}
