/** Reports in the log of the sidecar: what `kubectl logs` shows, and what works when nothing else does. */
import type { Finding, Report } from '../../report/report.ts';
import type { Channel, Share } from '../channel.ts';
import { DeliveryError } from '../channel.ts';
import type { LineOutput } from '../line-output.ts';
import { partLines, reportLine } from '../lines.ts';

/** How long a reader may keep one line waiting while better revisions are made. */
const LINE_LIMIT_MS = 200;

interface Written {
  revision: number;
  /** What a reader would want another line for. */
  gist: string;
  /** Whether the log has taken it. */
  taken: Promise<boolean>;
  /** So have all of its parts. */
  isWhole: boolean;
}

export class StdoutChannel implements Channel {
  readonly name = 'stdout';
  readonly #output: LineOutput;
  readonly #now: () => number;
  readonly #written = new Map<string, Written>();

  /** `now`: milliseconds since 1970. */
  constructor(output: LineOutput, now: () => number = Date.now) {
    this.#output = output;
    this.#now = now;
  }

  async deliver(report: Report, share: Share): Promise<void> {
    const endsAt = performance.now() + share.limitMs;
    const before = this.#written.get(report.id);
    const gist = gistOf(report);
    const isKnown = share.last ? before?.revision === report.revision : before?.gist === gist;
    let written = before;
    if (before === undefined || !isKnown || !(await before.taken)) {
      const { text, isAbridged } = reportLine(report, this.#now());
      const taken = this.#output.write(
        text,
        share.last ? share.limitMs : Math.min(LINE_LIMIT_MS, share.limitMs),
      );
      // Said before it is known to be taken: the last revision may come meanwhile.
      written = { revision: report.revision, gist, taken, isWhole: !isAbridged };
      this.#written.set(report.id, written);
      if (!(await taken)) throw notRead();
    }
    if (!share.last || written === undefined || written.isWhole) return;
    for (const line of partLines(report, this.#now())) {
      // One part that is missing spoils the others: they are not written then.
      if (!(await this.#output.write(line, Math.max(0, endsAt - performance.now())))) throw notRead();
      share.signal.throwIfAborted();
    }
    written.isWhole = true;
  }
}

function notRead(): DeliveryError {
  return new DeliveryError({
    code: 'log-not-read',
    sentence:
      'The log of the sidecar did not take the report: whoever reads its standard output has stopped.',
    fix: "See whether the node's disk is full and its container runtime works.",
  });
}

function gistOf({ outcome, complete, findings: [first] }: Report): string {
  return JSON.stringify([outcome, complete, first === undefined ? null : blameOf(first)]);
}

/** Not where the culprit is at the moment: one that goes round in a loop is somewhere else at each look. */
function blameOf({ cause, certainty, culprit }: Finding): unknown[] {
  const { kind, task, thread, process, construct } = culprit;
  return [cause, certainty, kind, task?.id, thread?.id, process?.pid, construct?.file, construct?.line];
}
