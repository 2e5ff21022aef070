/** The file that the kubelet reads when the sidecar has ended, and `kubectl describe pod` shows. */
import { closeSync, constants, ftruncateSync, openSync, writeSync } from 'node:fs';
import { TERMINATION_MESSAGE_BYTES, terminationMessage } from '../../report/render/one-line.ts';
import type { Outcome, Report } from '../../report/report.ts';
import { cutBytes, visible } from '../../report/sanitise.ts';
import type { Channel } from '../channel.ts';
import { DeliveryError } from '../channel.ts';

/** The kubelet mounts one file for one container: the reports of several share it. */
const MOST_REPORTS = 8;
/** What is kept free for each report that follows. */
const OTHERS_BYTES = 240;
const WORST_FIRST: readonly Outcome[] = ['hung', 'slow', 'running', 'exited'];

export class TerminationMessageChannel implements Channel {
  readonly name = 'termination-message';
  readonly #path: string;
  /** By id: what each has to say. */
  readonly #messages = new Map<string, Message>();

  constructor(path: string) {
    this.#path = path;
  }

  deliver(report: Report): Promise<void> {
    this.#messages.set(report.id, messageOf(report));
    const text = joined([...this.#messages.values()]);
    try {
      overwrite(this.#path, Buffer.from(text, 'utf8'));
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(notWritten(this.#path, error));
    }
  }
}

interface Message {
  rank: number;
  container: string | null;
  text: string;
}

function messageOf(report: Report): Message {
  const rank = WORST_FIRST.indexOf(report.outcome);
  const isExplained = report.findings.length > 0;
  return {
    rank: (rank === -1 ? WORST_FIRST.length : rank) + (isExplained ? 0 : 0.5),
    container: report.target.container,
    text: terminationMessage(report),
  };
}

/** The worst first, a line each when there are several. */
function joined(messages: readonly Message[]): string {
  const [only, ...more] = messages;
  if (only !== undefined && more.length === 0) return only.text;
  const ranked = messages.toSorted((a, b) => a.rank - b.rank);
  const shown = ranked.slice(0, MOST_REPORTS);
  const unsaid = ranked.length - shown.length;
  const end = unsaid === 0 ? '' : `\n… and ${unsaid} more.`;
  let text = '';
  for (const [index, message] of shown.entries()) {
    const begin = `${index === 0 ? '' : '\n'}${visible(message.container ?? 'pod')}: `;
    const reserved = OTHERS_BYTES * (shown.length - 1 - index) + Buffer.byteLength(end);
    const room = TERMINATION_MESSAGE_BYTES - Buffer.byteLength(text + begin) - reserved;
    text += begin + cutBytes(message.text, Math.max(0, room));
  }
  return cutBytes(text + end, TERMINATION_MESSAGE_BYTES);
}

/** Cut to length afterwards: a kill in between leaves the new message before the end of the old one, never nothing. */
function overwrite(path: string, bytes: Buffer): void {
  // Not O_CREAT: where the kubelet has mounted no file, nobody would read one. Nor may a pipe without a reader block.
  const file = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    const written = writeSync(file, bytes, 0, bytes.length, 0);
    ftruncateSync(file, written);
  } finally {
    closeSync(file);
  }
}

function notWritten(path: string, error: unknown): DeliveryError {
  const { code, message } = error as NodeJS.ErrnoException;
  const fixes: Record<string, string> = {
    ENOENT:
      'Name the terminationMessagePath of the sidecar in STRAGGLER_TERMINATION_MESSAGE_FILE; outside Kubernetes there is none.',
    EACCES: 'Let the sidecar run as a user that may write to its terminationMessagePath.',
  };
  return new DeliveryError(
    {
      code: 'no-termination-message',
      sentence: `The termination message could not be written to ${visible(path)}: ${visible(message)}.`,
      fix:
        fixes[code ?? ''] ??
        'See what is at that path: it is to be the terminationMessagePath of the sidecar.',
    },
    { cause: error },
  );
}
