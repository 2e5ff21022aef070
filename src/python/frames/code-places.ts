/** Code objects and the places in them. Equal pairs of code and instruction give the same object, also in later captures. */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { CodePlace } from '../model/frame.ts';
import type { Objects } from '../objects/objects.ts';
import type { LineStart } from './line-table.ts';
import { decodeLines, lineAt } from './line-table.ts';
import type { FileOrigin } from './origin.ts';
import { originOf } from './origin.ts';

const MAX_NAME = 300;
const MAX_PATH = 4_096;
const MAX_TABLE_BYTES = 1_048_576;
const MAX_CODES = 50_000;
/** A power of two. */
const RECENT = 4_096;

const ASYNC_GENERATOR = 0x200;
const COROUTINE = 0x80;
const GENERATOR = 0x20;

export interface CodeEntry {
  readonly address: number;
  readonly fileName: string;
  readonly name: string;
  readonly firstLine: number;
  readonly flags: number;
  /** Null where the code object does not tell (3.8–3.10). */
  qualifiedName: string | null;
  /** Whose code it is, where its file's name does not tell and its module does. */
  origin: FileOrigin | null;
  readonly places: Map<number, CodePlace>;
  lines: LineStart[] | null;
  /** Addresses of its parts: another code object at the same address has others. */
  readonly identity: readonly [file: number, name: number, lines: number];
  checkedIn: number;
}

export class CodePlaces {
  /** Folder of the standard library; to be set before the first place is made. */
  libraryPath: string | null = null;
  /** The package of a file outside of site-packages; likewise. */
  installed: (file: string) => string | null = () => null;
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly objects: Objects;
  private readonly entries = new Map<number, CodeEntry>();
  private readonly recent = new Array<CodePlace | undefined>(RECENT).fill(undefined);
  private capture = 0;

  constructor(memory: MemoryReader, layout: Layout, objects: Objects) {
    this.memory = memory;
    this.layout = layout;
    this.objects = objects;
  }

  /** From now on each code object is compared once with what was kept of it. */
  beginCapture(): void {
    this.capture += 1;
    this.recent.fill(undefined);
  }

  place(code: number, instruction: number): CodePlace {
    const slot = ((code / 16) ^ Math.imul(instruction, 0x9e3779b1)) & (RECENT - 1);
    const recent = this.recent[slot];
    if (recent !== undefined && recent.codeId === code && recent.instruction === instruction) return recent;
    const place = this.find(code, instruction);
    this.recent[slot] = place;
    return place;
  }

  /**
   * A qualified name learnt from a generator or function (3.8–3.10); places made earlier get it too. One that does not end
   * with the code's own name is another's: a generator may have been replaced while it was read.
   */
  learnName(code: number, qualifiedName: string): void {
    const entry = this.entry(code);
    if (entry.qualifiedName !== null) return;
    if (qualifiedName !== entry.name && !qualifiedName.endsWith(`.${entry.name}`)) return;
    entry.qualifiedName = qualifiedName;
    for (const place of entry.places.values()) place.function = qualifiedName;
  }

  /**
   * Code that was made at run time is whose module it was made in; `moduleFile` is that module's, null for none: then it is the
   * service's own.
   */
  learnOrigin(code: number, moduleFile: string | null): void {
    const entry = this.entry(code);
    const known = moduleFile === null ? null : this.originOf(moduleFile);
    entry.origin = known === null || known.package === null ? { origin: 'user', package: null } : known;
    for (const place of entry.places.values()) {
      place.origin = entry.origin.origin;
      place.package = entry.origin.package;
    }
  }

  entry(code: number): CodeEntry {
    let entry = this.entries.get(code);
    if (entry === undefined || (entry.checkedIn !== this.capture && !this.isSame(entry))) {
      entry = this.read(code);
      if (this.entries.size >= MAX_CODES) this.entries.clear();
      this.entries.set(code, entry);
    }
    entry.checkedIn = this.capture;
    return entry;
  }

  lines(entry: CodeEntry): LineStart[] {
    if (entry.lines === null) {
      const { lineTable, lineFormat } = this.layout.code;
      const table = this.objects.bytes(this.memory.word(entry.address + lineTable), MAX_TABLE_BYTES);
      entry.lines = table === null ? [] : decodeLines(lineFormat, table, entry.firstLine);
    }
    return entry.lines;
  }

  private originOf(file: string): FileOrigin {
    return originOf(file, this.libraryPath, this.installed);
  }

  private find(code: number, instruction: number): CodePlace {
    const entry = this.entry(code);
    let place = entry.places.get(instruction);
    if (place === undefined) {
      const { origin, package: packageName } = entry.origin ?? this.originOf(entry.fileName);
      place = {
        function: entry.qualifiedName ?? entry.name,
        name: entry.name,
        file: entry.fileName,
        // GEN_START of 3.10 has no line of its own: it is the function that begins.
        line: lineAt(this.lines(entry), entry.firstLine, instruction) || entry.firstLine,
        firstLine: entry.firstLine,
        origin,
        codeId: code,
        instruction,
        package: packageName,
        kind: kindOf(entry.flags),
      };
      entry.places.set(instruction, place);
    }
    return place;
  }

  private isSame({ address, identity, firstLine }: CodeEntry): boolean {
    const now = this.identityOf(address);
    return (
      now.every((part, index) => part === identity[index]) &&
      this.memory.int32(address + this.layout.code.firstLine) === firstLine
    );
  }

  private identityOf(code: number): [number, number, number] {
    const { fileName, name, lineTable } = this.layout.code;
    const { memory } = this;
    return [memory.word(code + fileName), memory.word(code + name), memory.word(code + lineTable)];
  }

  private read(code: number): CodeEntry {
    const { memory, layout, objects } = this;
    const [fileName, name, lines] = this.identityOf(code);
    const qualifiedAt = layout.code.qualifiedName;
    return {
      address: code,
      fileName: objects.str(fileName, MAX_PATH) ?? '?',
      name: objects.str(name, MAX_NAME) ?? '?',
      firstLine: memory.int32(code + layout.code.firstLine),
      flags: memory.int32(code + layout.code.flags),
      qualifiedName: qualifiedAt === null ? null : objects.str(memory.word(code + qualifiedAt), MAX_NAME),
      origin: null,
      places: new Map(),
      lines: null,
      identity: [fileName, name, lines],
      checkedIn: this.capture,
    };
  }
}

function kindOf(flags: number): CodePlace['kind'] {
  if ((flags & ASYNC_GENERATOR) !== 0) return 'async-generator';
  if ((flags & COROUTINE) !== 0) return 'coroutine';
  return (flags & GENERATOR) !== 0 ? 'generator' : 'function';
}
