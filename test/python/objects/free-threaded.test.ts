/** Objects of a free-threaded 3.14, laid out as its headers say: there is no such Python among those that tests run. */
import { expect, test } from '@jest/globals';
import { CPythonObjects } from '../../../src/python/objects/cpython-objects.ts';
import { layoutOf314t } from '../../support/fake-layout.ts';
import { FakeMemory } from '../../support/fake-memory.ts';

const TYPE = 0x7f00_0001_0000;
const TYPE_NAME = 0x7f00_0001_1000;
const OBJECT = 0x7f00_0002_0000;
const STRING_FLAG = 1 << 28;
const TUPLE_FLAG = 1 << 26;

/** `PyObject`: the type is the last of 32 bytes; a size, or a str's length, comes behind it. */
function objectOf(typeName: string, flags: number, size: number): FakeMemory {
  return new FakeMemory()
    .text(TYPE_NAME, typeName)
    .word(TYPE + 40, TYPE_NAME)
    .int32(TYPE + 184, flags)
    .word(OBJECT + 24, TYPE)
    .word(OBJECT + 32, size);
}

const objectsIn = (memory: FakeMemory) => {
  const layout = layoutOf314t(memory);
  return new CPythonObjects(memory.reader(), layout, 0);
};

test('a str has its kind behind a byte that says whether it is interned', () => {
  const [oneByte, twoBytes, compact, ascii] = [1 << 8, 2 << 8, 1 << 11, 1 << 12];
  for (const interned of [0, 1, 3]) {
    const plain = objectOf('str', STRING_FLAG, 4).int32(OBJECT + 48, interned | oneByte | compact | ascii);
    expect(objectsIn(plain.text(OBJECT + 56, 'task')).str(OBJECT)).toBe('task');
    const other = objectOf('str', STRING_FLAG, 3).int32(OBJECT + 48, interned | twoBytes | compact);
    expect(objectsIn(other.bytes(OBJECT + 72, Buffer.from('żół', 'utf16le'))).str(OBJECT)).toBe('żół');
  }
});

test('the items of a tuple come behind its size and its hash', () => {
  const tuple = objectOf('tuple', TUPLE_FLAG, 2)
    .word(OBJECT + 48, TYPE)
    .word(OBJECT + 56, OBJECT);
  expect(objectsIn(tuple).items(OBJECT)).toEqual([TYPE, OBJECT]);
});
