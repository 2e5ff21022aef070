/** What diagnosis is given: the captures of one watch and what is known of the signal. Pure data. */
import type { Capture } from '../python/model/capture.ts';
import type { ProcessFacts } from '../target/facts.ts';

export interface Evidence {
  /** In order of time. The first may be from before the signal. */
  captures: CaptureAt[];
  signal: SignalFacts | null;
  /** Seconds from the signal to the deadline; null for dump. */
  graceSeconds: number | null;
  /** The process has ended (its last capture is from before that). */
  ended: boolean;
  /** It ended in time, and late: what took the time is asked. */
  slow?: SlowEnd | null;
  /** It came to its end after these captures: what they met was on its way out, if slowly. */
  endedLater?: boolean;
  /** Python children that the process waits for, looked at with the same eyes; the signal was not sent to them by Straggler. */
  children?: readonly ChildEvidence[];
}

interface SlowEnd {
  /** Since the signal, as the captures' seconds. */
  exitSeconds: number;
  /** Since the shutdown began: more than that where the signal came later. */
  totalSeconds: number;
}

export interface ChildEvidence {
  pid: number;
  captures: CaptureAt[];
}

export interface CaptureAt {
  /** Since the signal (or since the first capture, for dump); negative: before it. */
  seconds: number;
  capture: Capture;
}

export interface SignalFacts {
  /** SIGTERM is 15. */
  number: number;
  name: string;
  sentBy: 'straggler' | 'kubelet' | 'unknown';
  /** The process the signal was sent to: the target or its container's first process. */
  sentToPid: number;
  /** The preStop hook of the target's container that still runs: the kubelet signals only after it. */
  heldUpBy?: ProcessFacts | null;
}
