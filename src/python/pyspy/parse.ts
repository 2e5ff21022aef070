/** What py-spy printed, as untrusted input: cpython-memory.md, 1.2; reference/py-spy.md, 4. */

export interface PySpyThread {
  pthreadId: number;
  /** Null on 3.8–3.10 in another mount namespace. */
  osThreadId: number | null;
  name: string | null;
  ownsGil: boolean;
  /** Innermost first. */
  frames: PySpyFrame[];
}

export interface PySpyFrame {
  /** Qualified from 3.11 on. */
  name: string;
  file: string;
  /** 0: unknown. */
  line: number;
}

const MAX_THREADS = 10_000;
const MAX_FRAMES = 4_096;
const MAX_TEXT = 4_096;

/** Null for what is not the JSON of a dump: an array of threads, or the object with `threads` of py-spy-asyncio. */
export function parsePySpy(json: string): PySpyThread[] | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const list = isRecord(value) ? value['threads'] : value;
  if (!Array.isArray(list) || list.length > MAX_THREADS) return null;
  const threads = list.map(threadOf);
  return threads.every((thread) => thread !== null) ? threads : null;
}

function threadOf(value: unknown): PySpyThread | null {
  if (!(isRecord(value) && isNumber(value['thread_id']) && Array.isArray(value['frames']))) return null;
  const frames = value['frames'].slice(0, MAX_FRAMES).map(frameOf);
  if (!frames.every((frame) => frame !== null)) return null;
  return {
    pthreadId: value['thread_id'],
    osThreadId: isNumber(value['os_thread_id']) ? value['os_thread_id'] : null,
    name: textOf(value['thread_name']),
    ownsGil: value['owns_gil'] === true,
    frames,
  };
}

function frameOf(value: unknown): PySpyFrame | null {
  if (!isRecord(value)) return null;
  const name = textOf(value['name']);
  const file = textOf(value['filename']);
  const { line } = value;
  return name !== null && file !== null && isNumber(line) ? { name, file, line } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : null;
}
