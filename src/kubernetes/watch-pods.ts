/** Which pods there are, how they end, and when they are gone: a list and a watch for each namespace, begun again for ever. */
import type { ClusterAccess } from './api.ts';
import type { WatchedPod } from './pods/pod-facts.ts';
import type { WatchTiming } from './pods/pod-stream.ts';
import { PodStream, USUAL_TIMING } from './pods/pod-stream.ts';
import { TopOwners } from './pods/top-owners.ts';

export interface PodEvents {
  onPod: (pod: WatchedPod) => void;
  /** As it was last seen. `existedAtMs`: the last time that it was certainly still there. */
  onGone: (pod: WatchedPod, existedAtMs: number) => void;
  /** After each list that is complete over all namespaces: every pod there is. */
  onSynced: (uids: ReadonlySet<string>) => void;
  /** A sentence with its fix; the same one not again until it went well meanwhile. */
  onTrouble: (sentence: string) => void;
}

/**
 * `namespaces` empty: all of them. Never throws, and goes on until `stop`. Callers get the calls one after the other, and
 * must not throw.
 */
export function watchPods(
  access: ClusterAccess,
  what: { selector: string; namespaces: readonly string[] },
  events: PodEvents,
  timing: WatchTiming = USUAL_TIMING,
): { stop(): void } {
  const end = new AbortController();
  const owners = new TopOwners(access, end.signal, events.onTrouble);
  const scopes = what.namespaces.length === 0 ? [null] : what.namespaces;
  const streams: PodStream[] = [];
  const onSynced = () => {
    if (!streams.every((one) => one.isSynced)) return;
    events.onSynced(new Set(streams.flatMap((one) => [...one.uids()])));
  };
  for (const namespace of scopes) {
    const scope = { selector: what.selector, namespace };
    streams.push(
      new PodStream({ access, scope, owners, events: { ...events, onSynced }, timing, signal: end.signal }),
    );
  }
  for (const one of streams) one.run().catch(() => undefined);
  return { stop: () => end.abort() };
}
