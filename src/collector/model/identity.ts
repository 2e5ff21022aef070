/** Who sent something, as proven by what came with it. */
export type Sender =
  /** A pod's projected token: what the API server says of it. */
  | { kind: 'pod'; namespace: string; name: string; uid: string }
  /** A shared token, or the loopback: the body is believed on whose it is. */
  | { kind: 'trusted' };

/** The top owner of a pod: a Deployment, not its ReplicaSet. */
export interface Workload {
  kind: string;
  name: string;
}

/** For a pod that nobody made, and one whose maker is not known: no label may hold the name of a pod. */
export const NO_WORKLOAD: Workload = Object.freeze({ kind: 'Pod', name: '(none)' });

/** What metrics are counted by. */
export interface SeriesKey {
  namespace: string;
  workload: Workload;
  container: string;
}
