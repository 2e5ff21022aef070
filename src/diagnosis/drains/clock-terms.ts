/** A test of a loop as a sum: `time.monotonic() - started < limit` is 1 × clock + (-started - limit). */

export interface Sum {
  /** How often the clock's seconds are in it. */
  clock: number;
  rest: number;
}

const NUMBER = /^\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?/i;
/** `loop.time()`, `asyncio.get_running_loop().time()`, `perf_counter_ns()`; a class's own word for it (`self._clock()`). */
const CLOCK = /^(?:[A-Za-z_]\w*(?:\(\))?\.)*(?:time|monotonic|perf_counter|_?clock|_?now)(_ns)?\(\)/;
const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?![\w(.[])/;
const NANOSECONDS = 1e9;

/** Null where something in it is neither number nor clock, or has no known value. */
export function sumOf(text: string, valueNamed: (name: string) => Sum | null): Sum | null {
  const reader = new Reader(text, valueNamed);
  const sum = reader.sum();
  return reader.isAtEnd() ? sum : null;
}

export function minus(one: Sum, other: Sum): Sum {
  return { clock: one.clock - other.clock, rest: one.rest - other.rest };
}

class Reader {
  #text: string;
  readonly #valueNamed: (name: string) => Sum | null;

  constructor(text: string, valueNamed: (name: string) => Sum | null) {
    this.#text = text.trim();
    this.#valueNamed = valueNamed;
  }

  isAtEnd(): boolean {
    return this.#text === '';
  }

  sum(): Sum | null {
    let left = this.#product();
    for (let sign = this.#take(/^[+-]/); sign !== null && left !== null; sign = this.#take(/^[+-]/)) {
      const right = this.#product();
      if (right === null) return null;
      left = sign === '-' ? minus(left, right) : minus(left, minus({ clock: 0, rest: 0 }, right));
    }
    return left;
  }

  /** Of two factors one is a plain number. */
  #product(): Sum | null {
    let left = this.#factor();
    for (let sign = this.#take(/^[*/]/); sign !== null && left !== null; sign = this.#take(/^[*/]/)) {
      const right = this.#factor();
      if (right === null) return null;
      const [sum, factor] = left.clock === 0 && sign === '*' ? [right, left.rest] : [left, right.rest];
      if ((sum === left ? right : left).clock !== 0 || (sign === '/' && factor === 0)) return null;
      const times = sign === '*' ? factor : 1 / factor;
      left = { clock: sum.clock * times, rest: sum.rest * times };
    }
    return left;
  }

  #factor(): Sum | null {
    if (this.#take(/^-/) !== null) {
      const negated = this.#factor();
      return negated === null ? null : minus({ clock: 0, rest: 0 }, negated);
    }
    if (this.#take(/^\(/) !== null) {
      const inner = this.sum();
      return this.#take(/^\)/) === null ? null : inner;
    }
    const number = this.#take(NUMBER);
    if (number !== null) return { clock: 0, rest: Number(number.replaceAll('_', '')) };
    const clock = this.#take(CLOCK);
    if (clock !== null) return { clock: clock.endsWith('_ns()') ? NANOSECONDS : 1, rest: 0 };
    const name = this.#take(NAME);
    return name === null ? null : this.#valueNamed(name);
  }

  #take(pattern: RegExp): string | null {
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#text = this.#text.slice(found.length).trimStart();
    return found;
  }
}
