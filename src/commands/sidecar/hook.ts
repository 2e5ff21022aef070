/** The pipe between the preStop hook and the watcher that it starts. */
export const HOOK_DESCRIPTOR = 3;
