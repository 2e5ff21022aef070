/** Texts of flags into values; every refusal says what was expected and what came. */
import { UsageError } from './usage-error.ts';

const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
const MAX_SECONDS = 24 * 3600;
/** `PID_MAX_LIMIT` of the kernel on 64-bit machines. */
const MAX_PID = 4_194_304;
const MAX_PORT = 65_535;

/** `30`, `2.5`, `500ms`, `30s`, `2m`: seconds. */
export function parseSeconds(flag: string, text: string): number {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const seconds = Number(number) * (SECONDS[unit] ?? 1);
  if (number === '' || seconds > MAX_SECONDS)
    throw new UsageError(
      `${flag} takes seconds (30, 2.5, 500ms, 2m; at most 24h), not ${JSON.stringify(text)}`,
    );
  return seconds;
}

export function parsePositiveSeconds(flag: string, text: string): number {
  const seconds = parseSeconds(flag, text);
  if (seconds === 0) throw new UsageError(`${flag} must be more than 0`);
  return seconds;
}

export function parsePid(text: string): number {
  return parseWhole('PID is the number of a process', text, MAX_PID);
}

export function parseCount(flag: string, text: string, max: number): number {
  return parseWhole(`${flag} takes a whole number`, text, max);
}

export function parsePort(flag: string, text: string): number {
  return parseWhole(`${flag} takes a port`, text, MAX_PORT);
}

function parseWhole(expected: string, text: string, max: number): number {
  const number = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  if (number < 1 || number > max)
    throw new UsageError(`${expected} (1 to ${max}), not ${JSON.stringify(text)}`);
  return number;
}

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Names as Kubernetes gives them (RFC 1123 labels), with commas between; null or empty for none. */
export function parseNames(flag: string, text: string | null): readonly string[] {
  const names = (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const wrong = names.find((one) => !NAME.test(one));
  if (wrong !== undefined)
    throw new UsageError(`${flag} takes names with commas between, not ${JSON.stringify(wrong)}`);
  return Object.freeze(names);
}

/** A JavaScript regular expression. */
export function parsePattern(flag: string, text: string): RegExp {
  if (text === '') throw new UsageError(`${flag} takes a pattern that is not empty`);
  try {
    return new RegExp(text, 'u');
  } catch (error) {
    throw new UsageError(`${flag} takes a regular expression: ${(error as Error).message}`, { cause: error });
  }
}

export function parseChoice<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === text);
  if (choice === undefined)
    throw new UsageError(`${flag} is one of ${choices.join(', ')}, not ${JSON.stringify(text)}`);
  return choice;
}
