/** A report as JSON: written in pieces, as one with 100,000 survivors is some 40 MB. */
import type { Report, Survivor } from '../report.ts';
import { jsonString, jsonText } from '../sanitise.ts';

/** Strings that V8 keeps where it keeps small things, and as much as a pipe takes at once. */
const CHUNK_CHARACTERS = 60 * 1_024;
/** Beyond these, indentation would triple the size and nobody reads it by eye. */
const INDENTED_SURVIVORS = 1_000;

type Write = (chunk: string) => void;

/** Indented by two spaces up to 1,000 survivors, compact beyond; ends with a line break. */
export function writeReportJson(report: Report, write: Write): void {
  if (report.survivors.length <= INDENTED_SURVIVORS) {
    write(`${jsonText(JSON.stringify(report, null, 2))}\n`);
    return;
  }
  const writer = new CompactWriter(write);
  let separator = '{';
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue;
    writer.add(`${separator}${jsonString(key)}:`);
    if (key === 'survivors') writer.survivors(report.survivors);
    else writer.value(value);
    separator = ',';
  }
  writer.add('}\n');
  writer.flush();
}

export function reportJson(report: Report): string {
  let json = '';
  writeReportJson(report, (chunk) => {
    json += chunk;
  });
  return json;
}

class CompactWriter {
  readonly #write: Write;
  #pending = '';
  /** Stacks are shared by many tasks: each is written out once, and then copied. */
  readonly #stacks = new Map<object, string>();
  readonly #keys = new Map<string, string>();
  /** By stack, the last survivor that stands there, and its text without what is its own: the next is mostly like it. */
  readonly #alike = new Map<object, { survivor: Survivor; rest: string }>();

  constructor(write: Write) {
    this.#write = write;
  }

  add(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= CHUNK_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#pending !== '') this.#write(this.#pending);
    this.#pending = '';
  }

  /** A field of the report; of a list, element by element. */
  value(value: unknown): void {
    if (!Array.isArray(value)) {
      this.add(this.#fragment(value));
      return;
    }
    let separator = '[';
    for (const element of value) {
      this.add(separator + this.#fragment(element));
      separator = ',';
    }
    this.add(value.length === 0 ? '[]' : ']');
  }

  survivors(survivors: readonly Survivor[]): void {
    let separator = '[';
    for (const survivor of survivors) {
      const { id, name } = survivor;
      this.add(`${separator}{"id":${jsonString(id)},"name":${jsonString(name)}${this.#rest(survivor)}`);
      separator = ',';
    }
    this.add(survivors.length === 0 ? '[]' : ']');
  }

  /** From what follows the name to the end. */
  #rest(survivor: Survivor): string {
    const known = this.#alike.get(survivor.stack);
    if (known !== undefined && isAlike(known.survivor, survivor)) return known.rest;
    const { id, name, ...others } = survivor;
    const text = this.#record(others);
    const rest = text === '{}' ? '}' : `,${text.slice(1)}`;
    this.#alike.set(survivor.stack, { survivor, rest });
    return rest;
  }

  #fragment(value: unknown): string {
    if (typeof value === 'string') return jsonString(value);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    return Array.isArray(value) ? this.#list(value) : this.#record(value);
  }

  #list(list: readonly unknown[]): string {
    if (list.length === 0) return '[]';
    let text = '';
    for (const element of list) text += (text === '' ? '[' : ',') + this.#fragment(element);
    return `${text}]`;
  }

  #record(record: object): string {
    let text = '';
    for (const key in record) {
      const value: unknown = (record as Record<string, unknown>)[key];
      if (value === undefined) continue;
      const shared = key === 'stack' || key === 'createdAt';
      text += (text === '' ? '{' : ',') + this.#key(key);
      text += shared && Array.isArray(value) ? this.#shared(value) : this.#fragment(value);
    }
    return text === '' ? '{}' : `${text}}`;
  }

  #key(key: string): string {
    let text = this.#keys.get(key);
    if (text === undefined) {
      text = `${jsonString(key)}:`;
      this.#keys.set(key, text);
    }
    return text;
  }

  #shared(stack: readonly unknown[]): string {
    let text = this.#stacks.get(stack);
    if (text === undefined) {
      text = this.#list(stack);
      this.#stacks.set(stack, text);
    }
    return text;
  }
}

/** Whether all but id and name is the same; what is an object must be the same one. */
function isAlike(one: Survivor, other: Survivor): boolean {
  return (
    one.coroutine === other.coroutine &&
    one.state === other.state &&
    one.cancelRequests === other.cancelRequests &&
    one.cancellation === other.cancellation &&
    one.stack === other.stack &&
    one.waitsFor === other.waitsFor &&
    one.awaitedBy === other.awaitedBy &&
    one.sinceSeconds === other.sinceSeconds &&
    one.createdAt === other.createdAt &&
    one.role === other.role &&
    one.reason === other.reason
  );
}
