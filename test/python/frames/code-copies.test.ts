/** Free-threaded builds from 3.14 on: threads run copies of the code, and the instruction pointer is in one of them. */
import { expect, test } from '@jest/globals';
import { InterpreterFrames } from '../../../src/python/frames/interpreter-frames.ts';
import { CPythonObjects } from '../../../src/python/objects/cpython-objects.ts';
import { layoutOf314t } from '../../support/fake-layout.ts';
import { FakeMemory } from '../../support/fake-memory.ts';

const CODE = 0x7f00_0001_0000;
const COPIES = 0x7f00_0002_0000;
const FRAME = 0x7f00_0003_0000;
/** Near enough behind the code object to be taken for a part of it. */
const COPY = CODE + 0x800;
/** As the headers of 3.14.10 give them. */
const FIELDS = { instructionPointer: 56, copyIndex: 72, instructions: 232, copies: 224 };

function instructionOf(pointer: number, copyIndex: number): number {
  const memory = new FakeMemory()
    .word(CODE + FIELDS.copies, COPIES)
    .word(COPIES, 2)
    .word(COPIES + 8, CODE + FIELDS.instructions)
    .word(COPIES + 16, COPY)
    .word(FRAME + FIELDS.instructionPointer, pointer)
    .int32(FRAME + FIELDS.copyIndex, copyIndex);
  const layout = layoutOf314t(memory);
  if (layout.frame.kind !== 'interpreter') throw new Error('frames of another kind');
  const reader = memory.reader();
  const objects = new CPythonObjects(reader, layout, 0);
  return new InterpreterFrames(reader, layout, layout.frame, objects).instruction(FRAME, CODE);
}

test('an instruction is told from where the code that the thread runs begins', () => {
  expect(instructionOf(CODE + FIELDS.instructions + 34, 0)).toBe(34);
  expect(instructionOf(COPY + 34, 1)).toBe(34);
});

test('a copy that is not there has no instruction', () => {
  expect(instructionOf(COPY + 34, 2)).toBe(-1);
});
