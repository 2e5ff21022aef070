/** A test of a loop as a sum: `time.monotonic() - started < limit` is 1 × clock + (-started - limit). */

export interface Sum {
  /** How often the clock's seconds are in it. */
  clock: number;
  rest: number;
}

const NUMBER = /^\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?/i;
/** `datetime.now()`, `dt.datetime.today()`: the local time. */
const LOCAL_CLOCK = /^(?:[A-Za-z_]\w*\.)*(?:datetime|dt)\.(?:now|today)\(\)/;
/** `datetime.utcnow()`, `datetime.now(timezone.utc)`, `datetime.now(tz=ZoneInfo("Asia/Tokyo"))`. */
const ZONED_CLOCK = /^(?:[A-Za-z_]\w*\.)+(?:utcnow\(\)|now\([^()]+(?:\([^()]*\))?\))/;
/** `timedelta(seconds=30)`, `dt.timedelta(minutes=2, seconds=self.more)`. */
const DURATION = /^(?:[A-Za-z_]\w*\.)*timedelta\(([^()]*)\)/;
const SECONDS_OF: Readonly<Record<string, number>> = {
  weeks: 604_800,
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
};
/** Durations are numbers here already. */
const AS_NUMBER = '.total_seconds()';
/** `loop.time()`, `asyncio.get_running_loop().time()`, `perf_counter_ns()`; a class's own word for it (`self._clock()`). */
const CLOCK = /^(?:[A-Za-z_]\w*(?:\(\))?\.)*(?:time|monotonic|perf_counter|_?clock|_?now)(_ns)?\(\)/;
const NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*(?![\w(.[])/;
const NANOSECONDS = 1e9;

export interface Terms {
  /** Moments since 1970, durations in seconds; null for what is not known. */
  valueNamed(name: string): Sum | null;
  /** Of moments without a zone, which are as if of UTC. */
  localOffsetSeconds?: number | null;
}

/** Null where something in it is neither number nor clock, or has no known value. */
export function sumOf(text: string, terms: Terms): Sum | null {
  const reader = new Reader(text, terms);
  const sum = reader.sum();
  return reader.isAtEnd() ? sum : null;
}

export function minus(one: Sum, other: Sum): Sum {
  return { clock: one.clock - other.clock, rest: one.rest - other.rest };
}

class Reader {
  #text: string;
  readonly #terms: Terms;

  constructor(text: string, terms: Terms) {
    this.#text = text.replaceAll(AS_NUMBER, '').trim();
    this.#terms = terms;
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
    const dated = this.#dated();
    if (dated !== undefined) return dated;
    const clock = this.#take(CLOCK);
    if (clock !== null) return { clock: clock.endsWith('_ns()') ? NANOSECONDS : 1, rest: 0 };
    const name = this.#take(NAME);
    return name === null ? null : this.#terms.valueNamed(name);
  }

  /** Of the module datetime; undefined where the next factor is none of it. */
  #dated(): Sum | null | undefined {
    if (this.#take(LOCAL_CLOCK) !== null) {
      const { localOffsetSeconds } = this.#terms;
      return typeof localOffsetSeconds === 'number' ? { clock: 1, rest: localOffsetSeconds } : null;
    }
    if (this.#take(ZONED_CLOCK) !== null) return { clock: 1, rest: 0 };
    const given = DURATION.exec(this.#text);
    if (given === null) return undefined;
    this.#take(DURATION);
    return this.#duration(given[1] ?? '');
  }

  /** `minutes=2, seconds=grace`: by name only, as nobody counts days first. */
  #duration(given: string): Sum | null {
    let all: Sum | null = { clock: 0, rest: 0 };
    for (const part of given.split(',')) {
      const [, unit = '', text = ''] = /^\s*(\w+)\s*=(.*)$/.exec(part) ?? [];
      const factor = SECONDS_OF[unit];
      const sum = factor === undefined ? null : sumOf(text, this.#terms);
      if (all === null || factor === undefined || sum === null || sum.clock !== 0) return null;
      all = { clock: 0, rest: all.rest + factor * sum.rest };
    }
    return all;
  }

  #take(pattern: RegExp): string | null {
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#text = this.#text.slice(found.length).trimStart();
    return found;
  }
}
