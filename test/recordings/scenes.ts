/** What was recorded: one program on one Python at one moment. `npm run record` makes them all anew. */

export interface Scene {
  /** Of the recording `NAME.straggler` and of its golden report `NAME.json`. */
  name: string;
  /**
   * As the tool `pythons` calls it; `t`: free-threaded; `+uvloop`: with uvloop in place of asyncio's own loop; `-aarch64`:
   * emulated.
   */
  python: string;
  /** In `test/programs`. */
  program: string;
  /** Whether SIGTERM was sent, and had its time to do what it does, before the look. */
  stopping: boolean;
}

/** What a checkout can bear for each. */
export const MAX_RECORDING_BYTES = 320 * 1024;

export const SCENES: readonly Scene[] = [
  scene('3.8', 'cancel-swallowed-queue-consumer'),
  scene('3.9', 'cleanup-deadlock-locks'),
  { ...scene('3.10', 'loop-blocked-sleep'), stopping: false },
  { ...scene('3.10', 'waits/tasks'), stopping: false },
  scene('3.11', 'cancel-swallowed-task-group'),
  scene('3.11-aarch64', 'executor-job-running-to-thread'),
  scene('3.12', 'cleanup-stuck-exit-stack'),
  { ...scene('3.12', 'waits/tasks'), stopping: false },
  scene('3.13', 'executor-job-running-to-thread'),
  scene('3.13+uvloop', 'cancel-shielded-in-finally'),
  scene('3.13t', 'cancel-swallowed-queue-consumer'),
  scene('3.14', 'cancel-swallowed-queue-consumer'),
  { ...scene('3.14', 'waits/tasks'), stopping: false },
  scene('3.14-aarch64', 'cancel-swallowed-queue-consumer'),
  scene('3.15', 'cleanup-deadlock-three'),
];

function scene(python: string, program: string): Scene {
  const name = `${python.replace('+', '-')}-${program.replace('/', '-')}`;
  return { name, python, program: `${program}.py`, stopping: true };
}
