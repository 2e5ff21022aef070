/** What a rollout is made of. */

export interface Rollout {
  pods: number;
  seconds: number;
  replicas: number;
  store: 'sqlite' | 'postgresql';
}

/** Of the pods this share hangs, the others end in time. */
export const HUNG_SHARE = 0.1;
export const WORKLOADS = 20;
export const GRACE_SECONDS = 30;
/** Of the tokens. */
export const AUDIENCE = 'straggler';
