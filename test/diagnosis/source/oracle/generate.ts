/** Random coroutines: nests of try, finally, with and loops around awaits. Runs on every Python of `minor` or newer. */
import type { Random } from './random.ts';

interface Place {
  depth: number;
  indent: string;
  inLoop: boolean;
  /** Name of the exception in hand; '' for a handler without one. */
  caught: string | null;
  /** `except*` forbids `return`, however deep. */
  mayReturn: boolean;
}

const TYPES = [
  '',
  'BaseException',
  'asyncio.CancelledError',
  'CE',
  'aio.exceptions.CancelledError',
  '(ValueError, asyncio.CancelledError)',
  'ERRORS',
  'Exception',
  'ValueError',
  '(KeyError, ValueError)',
  'cf.CancelledError',
  'RuntimeError',
  'MyError',
  'LookupError',
] as const;

const MANAGERS = [
  'suppress(asyncio.CancelledError)',
  'contextlib.suppress(ValueError)',
  'suppress(BaseException)',
  'suppress(*ERRORS)',
  'Passing()',
  'Eating()',
  'EatingCancel()',
  'eater()',
  'passer()',
  'finisher()',
] as const;
const ASYNC_MANAGERS = ['APassing()', 'AEating()', 'aeater()', 'apasser()', 'ATyped()'] as const;

const RAISES = [
  'ValueError',
  'KeyError(1)',
  'RuntimeError("x")',
  'MyError()',
  'asyncio.CancelledError',
  'Exception()',
];

export const PREAMBLE = `import asyncio
import asyncio as aio
import concurrent.futures as cf
import contextlib
from asyncio import CancelledError as CE
from contextlib import suppress
from harness import call, cond, mark, marks, tick

ERRORS = (OSError, asyncio.CancelledError)


class MyError(ValueError):
    pass


class Passing:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        return False


class Eating(Passing):
    def __exit__(self, *args):
        return True


class EatingCancel(Passing):
    def __exit__(self, kind, error, traceback):
        return kind is not None and issubclass(kind, asyncio.CancelledError)


class APassing:
    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, error, traceback):
        pass


class AEating(APassing):
    async def __aexit__(self, kind, error, traceback):
        if kind is None:
            return None
        return True


class ATyped(APassing):
    async def __aexit__(self, kind, error, traceback):
        if isinstance(error, (ValueError, CE)):
            return True


@contextlib.contextmanager
def eater():
    try:
        yield
    except BaseException:
        pass


@contextlib.contextmanager
def passer():
    yield


@contextlib.contextmanager
def finisher():
    try:
        yield
    finally:
        tick()


@contextlib.asynccontextmanager
async def aeater():
    try:
        yield
    except asyncio.CancelledError:
        pass


@contextlib.asynccontextmanager
async def apasser():
    try:
        yield
    except Exception:
        pass

`;

export class Generator {
  readonly #random: Random;
  readonly #minor: number;
  #lines: string[] = [];
  #left = 0;
  #names = 0;
  #callee: string | null = null;

  constructor(random: Random, minor: number) {
    this.#random = random;
    this.#minor = minor;
  }

  /** One coroutine function, of a few dozen lines at most; it may await a call of `callee`. */
  coroutine(name: string, callee: string | null = null): string {
    this.#callee = callee;
    this.#lines = [`async def ${name}(flag=True):`];
    this.#left = 10 + this.#random.below(14);
    this.#block({ depth: 0, indent: '    ', inLoop: false, caught: null, mayReturn: true });
    return `${this.#lines.join('\n')}\n`;
  }

  #line(place: Place, text: string): void {
    this.#lines.push(place.indent + text);
  }

  #block(place: Place): void {
    const count = 1 + this.#random.below(place.depth === 0 ? 4 : 3);
    for (let index = 0; index < count; index += 1) this.#statement(place);
  }

  #inner(place: Place, change: Partial<Place> = {}): void {
    this.#block({ ...place, depth: place.depth + 1, indent: `${place.indent}    `, ...change });
  }

  #statement(place: Place): void {
    this.#left -= 1;
    const roll = this.#random.below(100);
    const mayNest = place.depth < 5 && this.#left > 0;
    if (mayNest && roll < 30) this.#try(place);
    else if (mayNest && roll < 42) this.#loop(place);
    else if (mayNest && roll < 52) this.#with(place);
    else if (mayNest && roll < 60) this.#if(place);
    else if (roll < 82) this.#await(place);
    else this.#leave(place);
  }

  #await(place: Place): void {
    if (this.#callee !== null && this.#random.chance(0.6)) {
      this.#line(
        place,
        this.#random.pick([`await call(${this.#callee})`, `value = await call(${this.#callee})`]),
      );
      return;
    }
    const text = this.#random.pick([
      'await mark()',
      'value = await mark()',
      'await mark(1, 2)',
      'await mark(\n#1)',
    ]);
    this.#line(place, text.replace('\n#', `\n${place.indent}    `));
  }

  #leave(place: Place): void {
    const options = ['tick()', 'flag = False', 'done = True', 'pass'];
    if (place.mayReturn) options.push('return', 'return 1', 'return await mark()');
    if (place.inLoop) options.push('break', 'continue', 'continue');
    if (place.caught !== null) options.push('raise', 'raise', 'raise');
    if (place.caught) options.push(`raise ${place.caught}`, `raise RuntimeError() from ${place.caught}`);
    if (this.#random.chance(0.3)) options.push(`raise ${this.#random.pick(RAISES)}`);
    this.#line(place, this.#random.pick(options));
  }

  #test(place: Place): string {
    const tests = [
      'cond()',
      'flag',
      'not flag',
      'cond() and flag',
      'not cond() or flag',
      'True',
      'await mark()',
    ];
    if (place.caught) {
      const name = place.caught;
      tests.push(
        `isinstance(${name}, asyncio.CancelledError)`,
        `not isinstance(${name}, CE)`,
        `isinstance(${name}, Exception)`,
        `type(${name}) is asyncio.CancelledError`,
        `isinstance(${name}, (ValueError, KeyError))`,
      );
    }
    return this.#random.pick(tests);
  }

  #if(place: Place): void {
    this.#line(place, `if ${this.#test(place)}:`);
    this.#inner(place);
    if (this.#random.chance(0.3)) {
      this.#line(place, `elif ${this.#test(place)}:`);
      this.#inner(place);
    }
    if (this.#random.chance(0.4)) {
      this.#line(place, 'else:');
      this.#inner(place);
    }
  }

  #loop(place: Place): void {
    const header = this.#random.pick([
      'while True:',
      'while True:',
      'while flag:',
      'while cond():',
      'while not cond():',
      'for item in range(2):',
      'for item in range(3):',
      'async for item in marks(2):',
      'while await mark():',
    ]);
    this.#line(place, header);
    this.#line({ ...place, indent: `${place.indent}    ` }, 'tick()');
    this.#inner(place, { inLoop: true });
    if (this.#random.chance(0.15)) {
      this.#line(place, 'else:');
      this.#inner(place);
    }
  }

  #with(place: Place): void {
    const isAsync = this.#random.chance(0.4);
    const first = this.#random.pick(isAsync ? ASYNC_MANAGERS : MANAGERS);
    const second = this.#random.chance(0.2)
      ? `, ${this.#random.pick(isAsync ? ASYNC_MANAGERS : MANAGERS)} as (x)`
      : '';
    this.#line(place, `${isAsync ? 'async ' : ''}with ${first}${second}:`);
    this.#inner(place);
  }

  #try(place: Place): void {
    const isGroup = this.#minor >= 11 && this.#random.chance(0.12);
    this.#line(place, 'try:');
    this.#inner(place);
    const handlers = this.#random.chance(0.15) ? 0 : 1 + this.#random.below(2);
    let bare = false;
    for (let index = 0; index < handlers && !bare; index += 1) bare = this.#handler(place, isGroup);
    if (handlers > 0 && this.#random.chance(0.15)) {
      this.#line(place, 'else:');
      this.#inner(place);
    }
    if (handlers === 0 || this.#random.chance(0.25)) {
      this.#line(place, 'finally:');
      this.#inner(place, { caught: null });
    }
  }

  /** Says whether it was a bare one, which must be the last. */
  #handler(place: Place, isGroup: boolean): boolean {
    const type = this.#random.pick(isGroup ? TYPES.slice(1) : TYPES);
    const bare = type === '';
    this.#names += 1;
    const name = bare || this.#random.chance(0.5) ? '' : `error${this.#names}`;
    const bound = name === '' ? '' : ` as ${name}`;
    this.#line(place, `except${isGroup ? '*' : ''}${bare ? '' : ` ${type}`}${bound}:`);
    this.#inner(place, {
      caught: isGroup ? '' : name,
      mayReturn: place.mayReturn && !isGroup,
      inLoop: place.inLoop && !isGroup,
    });
    return bare;
  }
}
