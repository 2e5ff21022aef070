/** Named sections of an ELF file on disk: their headers are not loaded into memory, and survive `strip`. */
import type { ByteSource } from './elf-header.ts';
import { number64, readElfHeader } from './elf-header.ts';

export interface Section {
  name: string;
  /** Address before the load bias is added; 0 when it is not loaded. */
  address: number;
  fileOffset: number;
  sizeBytes: number;
  /** Index of a section that belongs to it: the strings of a symbol table. */
  link: number;
}

const HEADER_BYTES = 64;
const MAX_SECTIONS = 4_096;
const MAX_NAMES_BYTES = 1_048_576;

export function readSections(source: ByteSource): Section[] {
  const header = readElfHeader(source);
  if (header === null || header.bits !== 64 || header.sectionOffset === 0) return [];
  const count = Math.min(header.sectionCount, MAX_SECTIONS);
  const table = source(header.sectionOffset, count * HEADER_BYTES);
  if (table === null || table.length < count * HEADER_BYTES) return [];
  const nameOffsets: number[] = [];
  const sections: Section[] = [];
  for (let at = 0; at < table.length; at += HEADER_BYTES) {
    nameOffsets.push(table.readUInt32LE(at));
    sections.push({
      name: '',
      address: number64(table, at + 16),
      fileOffset: number64(table, at + 24),
      sizeBytes: number64(table, at + 32),
      link: table.readUInt32LE(at + 40),
    });
  }
  const names = sections[header.sectionNamesIndex];
  if (names === undefined) return [];
  const text = source(names.fileOffset, Math.min(names.sizeBytes, MAX_NAMES_BYTES))?.toString('latin1') ?? '';
  sections.forEach((section, index) => {
    const from = nameOffsets[index] ?? 0;
    section.name = text.slice(from, text.indexOf('\0', from));
  });
  return sections;
}
