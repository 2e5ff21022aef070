/** What stands around a place whose source cannot be read: the same questions, answered from its bytecode. */
import type { CodeFacts, CodePlace } from '../../python/model/frame.ts';
import { layersOfCode } from './bytecode/layers.ts';
import { bytecodePlace } from './bytecode/place.ts';
import { withWait } from './bytecode/waits.ts';
import type { Surroundings } from './surroundings.ts';

/** null when the bytecode cannot be read with certainty. */
export function surroundingsOfCode(code: CodeFacts, place: CodePlace): Surroundings | null {
  const found = bytecodePlace(code, place.instruction);
  if (found === null) return null;
  const { instructions } = found.code.program;
  const wait = withWait(instructions, found.at, code.minor);
  const line = { fromLine: place.line, toLine: place.line };
  return {
    file: place.file,
    line: place.line,
    from: 'bytecode',
    text: '',
    function: {
      name: place.name,
      qualifiedName: place.function,
      line: place.firstLine,
      span: {
        fromLine: place.firstLine,
        toLine: Math.max(...code.lines.map((one) => one[1]), place.firstLine),
      },
      isAsync: place.kind === 'coroutine' || place.kind === 'async-generator',
      parameters: [],
      tries: [],
      withs: [],
      loops: [],
      calls: [],
      suspensions: [],
      nested: [],
    },
    layers: layersOfCode(found),
    statement: null,
    calls: [],
    withHeader: wait === null ? null : { line: place.line, text: 'async with …:', span: line, items: [] },
    maybeInExit: [],
    syntax: null,
    bytecode: found,
  };
}
