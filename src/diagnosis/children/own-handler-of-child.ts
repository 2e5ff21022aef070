/**
 * A child that has a handler of its own for the signal, which does not end it: nobody took another handler's place there, and
 * the parent that waits for it without a limit is told so.
 */
import type { SignalHandler } from '../../python/model/capture.ts';
import { signalHandlerReplaced } from '../causes/signal-handler-replaced.ts';
import type { Evidence } from '../context.ts';
import { idlesInLibrary } from '../shutdown/library-main.ts';
import { handlersOf } from '../signal/handlers.ts';
import { situationOf } from '../situation-of.ts';
import type { Finding } from '../vocabulary.ts';

/** Null where the child was not looked at, or its handler is a library's: what that stands in for is another's fault. */
export function ownHandlerOfChild(evidence: Evidence, pid: number): SignalHandler | null {
  const captures = evidence.children?.find((one) => one.pid === pid)?.captures ?? [];
  const { signal, graceSeconds } = evidence;
  if (captures.length === 0 || signal === null) return null;
  const child = situationOf({
    captures,
    signal: { ...signal, sentBy: 'unknown', sentToPid: pid },
    graceSeconds,
    ended: false,
  });
  const { acting } = handlersOf(child);
  // In a library's worker its place was the library's.
  if (acting?.place?.origin !== 'user' || idlesInLibrary(child)) return null;
  return signalHandlerReplaced.find(child).length > 0 ? acting : null;
}

/** Findings of children without those that the parent's own findings say already. */
export function withoutOwnHandlers(
  evidence: Evidence,
  ofChildren: readonly Finding[],
  ofParent: readonly Finding[],
): Finding[] {
  const waitedFor = new Set(
    ofParent.flatMap(({ cause, culprit }) =>
      cause === 'child-still-running' && culprit.process !== null ? [culprit.process.pid] : [],
    ),
  );
  return ofChildren.filter(
    ({ cause, culprit }) =>
      cause !== 'signal-handler-replaced' ||
      !waitedFor.has(culprit.pid) ||
      ownHandlerOfChild(evidence, culprit.pid) === null,
  );
}
