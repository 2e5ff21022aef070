/** Damage to a recording, in memory: the recording that it is made from stays as it is. */
import type { Answer, Recording } from '../../src/target/recording.ts';
import { entryOf, PAGE_BYTES } from '../../src/target/recording.ts';
import type { Random } from './random.ts';

const WORD_BYTES = 8;
const ADDRESS_BYTES = 6;
/** Numbers at which counting goes wrong. */
const EDGES = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0xffffn,
  0x7fff_ffffn,
  0xffff_ffffn,
  2n ** 48n - 1n,
  2n ** 63n - 1n,
  2n ** 64n - 1n,
];

/** A recording whose pages and answers may be replaced without touching the first one. */
export function copyOf(recording: Recording): Recording {
  return {
    ...recording,
    files: new Map(recording.files),
    links: new Map(recording.links),
    lists: new Map(recording.lists),
    pages: new Map([...recording.pages].map(([path, pages]) => [path, new Map(pages)])),
  };
}

/** Damages `recording`, and tells how. */
export function damage(recording: Recording, objects: Objects, random: Random): string {
  const names = Object.keys(WAYS) as (keyof typeof WAYS)[];
  const name = random.pick(names);
  // Some runs are hurt a little, some everywhere.
  const times = 1 + random.below(random.pick([1, 4, 40, 400]));
  for (let count = 0; count < times; count += 1) WAYS[name](recording, random, objects);
  return `${name} ×${times}`;
}

type Way = (recording: Recording, random: Random, objects: Objects) => void;

const WAYS = {
  'bytes flipped': (recording, random) => {
    changePage(recording, random, (page) => {
      for (let count = 1 + random.below(16); count > 0; count -= 1)
        page[random.below(page.length)] = random.below(256);
    });
  },
  'bits flipped': (recording, random) => {
    changePage(recording, random, (page) => {
      const at = random.below(page.length);
      page[at] = (page[at] ?? 0) ^ (1 << random.below(8));
    });
  },
  'numbers at the edge': (recording, random) => {
    changeWord(recording, random, () => random.pick(EDGES));
  },
  'pointers to other objects': (recording, random, { addresses }) => {
    changePointer(recording, random, (_, value) => BigInt(random.pick(addresses)) + (value % 8n));
  },
  // A task that awaits itself, a frame below itself, a dict that holds itself: cycles of what looks right.
  'pointers to others of the type': (recording, random, { typeOf, byType }) => {
    changePointer(recording, random, (_, value) => {
      const others = byType.get(typeOf.get(Number(value)) ?? 0);
      return others === undefined ? value : BigInt(random.pick(others));
    });
  },
  'pointers to themselves': (recording, random) => {
    changePointer(recording, random, (at) => at);
  },
  'pointers close by': (recording, random) => {
    changePointer(recording, random, (at) => at - BigInt(WORD_BYTES * random.below(16)));
  },
  'pointers elsewhere in their object': (recording, random) => {
    changePointer(recording, random, (_, value) => value + BigInt(WORD_BYTES * (random.below(33) - 16)));
  },
  'ranges gone': (recording, random) => {
    const pages = memoryOf(recording);
    const number = random.pick([...pages.keys()]);
    for (let count = 1 + random.below(8); count > 0; count -= 1) pages.delete(number + count - 1);
  },
  'ranges cut': (recording, random) => {
    const pages = memoryOf(recording);
    const number = random.pick([...pages.keys()]);
    pages.set(number, (pages.get(number) ?? Buffer.alloc(0)).subarray(0, random.below(PAGE_BYTES)));
  },
  'ranges exchanged': (recording, random) => {
    const pages = memoryOf(recording);
    const numbers = [...pages.keys()];
    const [one, other] = [random.pick(numbers), random.pick(numbers)];
    const kept = pages.get(one) ?? Buffer.alloc(0);
    pages.set(one, pages.get(other) ?? Buffer.alloc(0));
    pages.set(other, kept);
  },
  'files flipped': (recording, random) => {
    changeFile(recording, random, (bytes) => {
      if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    });
  },
  'files cut': (recording, random) => {
    changeFile(recording, random, (bytes) => bytes.subarray(0, random.below(bytes.length)));
  },
  'files refused': (recording, random) => {
    const code = random.pick(['ENOENT', 'ESRCH', 'EACCES', 'EPERM', 'EIO']);
    for (const answers of [recording.files, recording.links, recording.lists] as Map<
      string,
      Answer<unknown>[]
    >[])
      if (answers.size > 0 && random.once(2))
        answers.set(random.pick([...answers.keys()]), [{ error: code }]);
  },
} satisfies Record<string, Way>;

/** What the words of a recording lead to. */
export interface Objects {
  addresses: number[];
  typeOf: Map<number, number>;
  byType: Map<number, number[]>;
}

export function objectsIn(recording: Recording): Objects {
  const pages = memoryOf(recording);
  const objects: Objects = { addresses: [], typeOf: new Map(), byType: new Map() };
  for (const page of pages.values()) {
    for (let at = 0; at + WORD_BYTES <= page.length; at += WORD_BYTES) {
      const address = addressAt(page, at);
      const there = pages.get(Math.floor(address / PAGE_BYTES));
      if (there === undefined) continue;
      objects.addresses.push(address);
      const offset = (address % PAGE_BYTES) + WORD_BYTES;
      if (objects.typeOf.has(address) || address % WORD_BYTES !== 0 || offset + WORD_BYTES > there.length)
        continue;
      const type = addressAt(there, offset);
      if (!pages.has(Math.floor(type / PAGE_BYTES))) continue;
      objects.typeOf.set(address, type);
      entryOf(objects.byType, type, () => []).push(address);
    }
  }
  return objects;
}

function addressAt(page: Buffer, at: number): number {
  return page.readUInt16LE(at + ADDRESS_BYTES) === 0 ? page.readUIntLE(at, ADDRESS_BYTES) : 0;
}

function memoryOf(recording: Recording): Map<number, Buffer> {
  const pages = recording.pages.get(`/proc/${recording.pid}/mem`);
  if (pages === undefined) throw new Error('a recording without memory');
  return pages;
}

function changePage(
  recording: Recording,
  random: Random,
  change: (page: Buffer, number: number) => void,
): void {
  const pages = memoryOf(recording);
  const number = random.pick([...pages.keys()]);
  const page = Buffer.from(pages.get(number) ?? []);
  if (page.length < PAGE_BYTES) return;
  change(page, number);
  pages.set(number, page);
}

function changeWord(
  recording: Recording,
  random: Random,
  change: (address: bigint, value: bigint) => bigint,
): void {
  changePage(recording, random, (page, number) => {
    const at = WORD_BYTES * random.below(page.length / WORD_BYTES);
    const value = change(BigInt(number * PAGE_BYTES + at), page.readBigUInt64LE(at));
    page.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  });
}

/** A word that leads to something that was read. */
function changePointer(
  recording: Recording,
  random: Random,
  change: (address: bigint, value: bigint) => bigint,
): void {
  const pages = memoryOf(recording);
  changePage(recording, random, (page, number) => {
    const first = random.below(page.length / WORD_BYTES);
    for (let count = 0; count < page.length / WORD_BYTES; count += 1) {
      const at = WORD_BYTES * ((first + count) % (page.length / WORD_BYTES));
      if (!pages.has(Math.floor(addressAt(page, at) / PAGE_BYTES))) continue;
      const value = change(BigInt(number * PAGE_BYTES + at), page.readBigUInt64LE(at));
      page.writeBigUInt64LE(BigInt.asUintN(64, value), at);
      return;
    }
  });
}

function changeFile(recording: Recording, random: Random, change: (bytes: Buffer) => Buffer): void {
  const path = random.pick([...recording.files.keys()]);
  const answers = recording.files.get(path) ?? [];
  recording.files.set(
    path,
    answers.map((answer) => ('value' in answer ? { value: change(Buffer.from(answer.value)) } : answer)),
  );
}
