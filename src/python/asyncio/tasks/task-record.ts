/** The fields of a task as numbers and addresses. One record is filled again and again. */
export interface TaskRecord {
  address: number;
  /** 0 pending, 1 cancelled, 2 finished. */
  state: number;
  /** Address of the name: a str, or from 3.12 on an int n for `Task-n`. */
  name: number;
  coroutine: number;
  /** `fut_waiter`, 0 for none. */
  waiter: number;
  loop: number;
  mustCancel: boolean;
  /** null before 3.11. */
  cancelRequests: number | null;
  /** One done-callback apart from the list; 0 for none. */
  callback0: number;
  /** List of (callback, context); 0 or None for none. */
  callbacks: number;
  /** Where it was created (debug mode), 0 or None else. */
  sourceTraceback: number;
  /** 3.14+: a task, or a set of tasks, 0 for none. */
  awaitedBy: number;
  awaitedByIsSet: boolean;
}

export const TaskStates = { pending: 0, cancelled: 1, finished: 2 } as const;

export function emptyRecord(): TaskRecord {
  return {
    address: 0,
    state: 0,
    name: 0,
    coroutine: 0,
    waiter: 0,
    loop: 0,
    mustCancel: false,
    cancelRequests: null,
    callback0: 0,
    callbacks: 0,
    sourceTraceback: 0,
    awaitedBy: 0,
    awaitedByIsSet: false,
  };
}
