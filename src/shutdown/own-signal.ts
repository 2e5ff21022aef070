/** Straggler sends the signal itself, as `stop` and `drill` do: the first look is from before it. */
import type { SignalFacts } from '../diagnosis/context.ts';
import type { Capture } from '../python/model/capture.ts';
import { LookError } from '../target/look-error.ts';
import type { Identity } from '../target/signal.ts';
import { sendSignal } from '../target/signal.ts';
import type { System } from '../target/system.ts';
import type { Beginning, Start } from './beginning.ts';
import { SIGNAL } from './beginning.ts';
import type { Timeline } from './timeline.ts';

export interface OwnSignalOptions {
  system: System;
  timeline: Timeline;
  /** The Python that is watched. */
  target: Identity;
  /** The process that is signalled: the target, or the first process above it. */
  signalTo: Identity & { namedByUser: boolean };
}

export class OwnSignal implements Beginning {
  readonly trigger = 'command';
  readonly signalledAtMs = null;
  readonly endsAtDeadline = false;
  readonly #options: OwnSignalOptions;

  constructor(options: OwnSignalOptions) {
    this.#options = options;
  }

  /** Throws a LookError before anything is sent when the target could not be looked into. */
  begin(first: Capture | null): Start {
    const refusal = first?.limits.find(({ code }) => code === 'no-permission');
    if (refusal !== undefined) throw new LookError('no-permission', refusal.sentence, refusal.fix);
    const { system, signalTo, target, timeline } = this.#options;
    sendSignal(system, signalTo, SIGNAL.name, { namedByUser: signalTo.namedByUser });
    const start = { atMs: system.nowMs(), wallMs: Date.now() };
    const to = signalTo.pid === target.pid ? '' : `, above the Python process ${target.pid}`;
    timeline.add('signal-sent', `${SIGNAL.name} to process ${signalTo.pid}${to}`);
    return start;
  }

  signal(): SignalFacts {
    return { ...SIGNAL, sentBy: 'straggler', sentToPid: this.#options.signalTo.pid };
  }

  reconsider(): boolean {
    return false;
  }
}
