/** A pod with a sidecar, as its hello tells, and the pod watch where there is one. */
import type { Workload } from './identity.ts';

export interface PodHello {
  uid: string;
  namespace: string;
  name: string;
  node: string | null;
  workload: Workload;
  /** Names of the containers with a Python; may be empty. */
  containers: readonly string[];
  profile: string;
  mode: string;
  version: string;
  readable: boolean;
  /** Codes of what it cannot see. */
  limits: readonly string[];
}

/** A row of `straggler_pods_watched`. */
export interface WatchedCount {
  namespace: string;
  workload: Workload;
  profile: string;
  pods: number;
}

/** A row of `straggler_pods_blind`. */
export interface BlindCount {
  namespace: string;
  workload: Workload;
  limit: string;
  pods: number;
}
