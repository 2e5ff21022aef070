/** The second pass: who holds what others wait for, and with it the words for each wait. */
import type { Holder, Primitive, ThreadInSight, TimerInSight, Wait } from '../../model/wait.ts';
import type { TasksAgain } from '../raw-task.ts';
import { describePrimitive } from './describe.ts';
import { completable, findHolders } from './holders.ts';
import type { PlainFuture, PlainFutures } from './plain-futures.ts';
import { readPrimitive, unreadPrimitive } from './primitive-facts.ts';
import type { WaitContext } from './recogniser.ts';
import { threadHolders } from './thread-holders.ts';
import { timersAhead } from './timers-ahead.ts';
import { clipped, listed, threadName, timerLabel } from './wording.ts';

/** Beyond these only who waits is told. */
const MAX_READ = 5_000;

export function finishWaits(context: WaitContext, plain: PlainFutures, tasks: TasksAgain): Primitive[] {
  const { session, primitives } = context;
  const collected = [...primitives.all.values()];
  const holders = findHolders(session, { primitives: collected.slice(0, MAX_READ), futures: plain }, tasks);
  const threads = threadHolders(
    session,
    [...collected.slice(0, MAX_READ).map(({ address }) => address), ...plain.all.keys()],
    context.jobs.threads,
  );
  const timers = timersAhead(context, completable(collected.slice(0, MAX_READ), plain), [
    ...primitives.loops,
    ...plain.loops,
  ]);
  const isLate = session.outOfTime();
  const found = collected.map((one, index) => {
    const isRead = index < MAX_READ && !isLate;
    const primitive = isRead
      ? readPrimitive(session, one, (future) => primitives.taskOf(future))
      : unreadPrimitive(session, one);
    primitive.holders = merged(primitive.holders, holders.get(one.address) ?? []);
    for (const { role, waits } of one.waiting) {
      const inSight = threads.get(one.address) ?? [];
      const description = describePrimitive(context, {
        primitive,
        role,
        threads: inSight,
        timer: timers.get(one.address) ?? null,
        through: one.through,
        isRead,
      });
      for (const wait of waits) {
        wait.description = description;
        if (inSight.length > 0) wait.threads = inSight;
        addTimer(wait, role === 'wait' ? timers.get(one.address) : undefined);
      }
    }
    return primitive;
  });
  for (const [address, future] of plain.all)
    describePlain(context, future, {
      holders: holders.get(address) ?? [],
      threads: threads.get(address) ?? [],
      timer: timers.get(address) ?? null,
    });

  return found;
}

/** As `plainFuture` describes it (future-wait.ts). */
const UNCOMPLETED = ' that nobody is seen to complete';

/** A callback that sets its timer again may take any number of them: then there is no telling when. */
function addTimer(wait: Wait, timer: TimerInSight | undefined): void {
  if (timer === undefined) return;
  wait.timer = timer;
  if (!timer.isRearmed) wait.bound ??= { secondsLeft: timer.secondsLeft, frameIndex: null };
}

/** Owners that the primitive itself names, and whoever was seen with it: where seen, the frame is known. */
function merged(owners: readonly Holder[], seen: readonly Holder[]): Holder[] {
  const owned = new Set(owners.map((one) => one.taskId));
  const known = seen.map((one) => (owned.has(one.taskId) ? { ...one, how: 'acquired' as const } : one));
  const unseen = owners.filter((one) => !seen.some(({ taskId }) => taskId === one.taskId));
  return [...unseen, ...known];
}

/** `heldBy` also names the tasks that have the future in sight without waiting for it. */
function describePlain(
  { futures }: WaitContext,
  { waits, heldBy }: PlainFuture,
  {
    holders,
    threads,
    timer,
  }: { holders: readonly Holder[]; threads: ThreadInSight[]; timer: TimerInSight | null },
): void {
  const others = [...new Set(holders.map((one) => `task '${futures.taskName(Number(one.taskId))}'`))];
  const names = [...heldBy, ...others, ...threads.map(threadName)];
  const shown = names.length === 0 ? '' : `, held by ${listed(names.slice(0, 3), names.length)}`;
  for (const wait of waits) {
    if (wait.on.kind !== 'future') continue;
    if (threads.length > 0) wait.threads = threads;
    addTimer(wait, timer ?? undefined);
    const known = wait.on.heldBy;
    wait.on.heldBy = [...new Set([...known, ...names])];
    const completers = holders.filter(({ completesAt }) => completesAt !== undefined);
    if (completers.length > 0) wait.on.completers = completers;
    wait.on.holderIds = [...new Set(holders.map((one) => one.taskId))];
    const described =
      timer === null ? wait.description : wait.description.replace(UNCOMPLETED, timerLabel(timer));
    const peer = wait.on.peer === undefined ? '' : `, of the connection with ${wait.on.peer}`;
    wait.description = clipped(`${described}${shown}${peer}`);
  }
}
