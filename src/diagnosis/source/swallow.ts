/** The door of this folder: what a function's syntax does with a cancellation. */

// biome-ignore lint/performance/noBarrelFile: what causes use together, and all that any of them loads
export { cancellationFlow } from './cancellation-flow.ts';
export { swallowCandidates } from './candidates.ts';
export type { CleanupRegion } from './cleanup.ts';
export { cleanupRegion, exitRegion, withoutRetries } from './cleanup.ts';
export { staysInHand } from './flow/outcome.ts';
export type { FlowStep } from './flow-step.ts';
