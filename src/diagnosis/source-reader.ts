/** Finds what stands around a place: in its source when a capture has it, else in its bytecode. */
import type { CodePlace } from '../python/model/frame.ts';
import type { CaptureAt } from './context.ts';
import { surroundingsOfCode } from './source/bytecode.ts';
import { classBases, functionNamed, functionsMatching, surroundingsOf } from './source/parse.ts';
import type { FunctionFacts, Surroundings } from './source/surroundings.ts';

export interface SourceReader {
  surroundings(place: CodePlace): Surroundings | null;
  line(file: string, line: number): string | null;
  /** Whether one of the words stands anywhere in the file, which costs no parse; true where there is no text to look in. */
  mayMention(file: string, words: readonly string[]): boolean;
  /** A function by its qualified name; null where the source has none, or is not there. */
  functionNamed(file: string, qualifiedName: string): FunctionFacts | null;
  /** Functions of the file that have a line which the pattern fits. */
  functionsMatching(file: string, pattern: RegExp): FunctionFacts[];
  /** What a class of the file is made from, as written; empty where there is no such class. */
  classBases(file: string, name: string): string[];
}

const LINE_LIMIT = 200;

export function createSourceReader(captures: readonly CaptureAt[]): SourceReader {
  const known = new Map<CodePlace, Surroundings | null>();
  const split = new Map<string, string[]>();
  const textOf = (file: string) => {
    for (let index = captures.length - 1; index >= 0; index -= 1) {
      const source = captures[index]?.capture.sources.get(file);
      if (source !== undefined && source.text !== null) return source;
    }
    return null;
  };
  const codeOf = (codeId: number) => {
    for (const { capture } of captures) {
      const code = capture.codes.get(codeId);
      if (code !== undefined) return code;
    }
    return null;
  };
  const find = (place: CodePlace): Surroundings | null => {
    const source = textOf(place.file);
    if (source !== null && place.line > 0) return surroundingsOf(source, place);
    const code = codeOf(place.codeId);
    return code === null ? null : surroundingsOfCode(code, place);
  };
  return {
    surroundings: (place) => {
      const cached = known.get(place);
      if (cached !== undefined) return cached;
      const found = find(place);
      known.set(place, found);
      return found;
    },
    mayMention: (file, words) => {
      const text = textOf(file)?.text;
      return text === undefined || text === null || words.some((word) => text.includes(word));
    },
    functionNamed: (file, qualifiedName) => {
      const source = textOf(file);
      return source === null ? null : functionNamed(source, qualifiedName);
    },
    functionsMatching: (file, pattern) => {
      const source = textOf(file);
      return source === null ? [] : functionsMatching(source, pattern);
    },
    classBases: (file, name) => {
      const source = textOf(file);
      return source === null ? [] : classBases(source, name);
    },
    line: (file, line) => {
      let lines = split.get(file);
      if (lines === undefined) {
        lines = textOf(file)?.text?.split(/\r?\n/) ?? [];
        split.set(file, lines);
      }
      const text = lines[line - 1]?.trim();
      return text === undefined || text === '' ? null : text.slice(0, LINE_LIMIT);
    },
  };
}
