/** Every cause, in the order of thought. Within a stage, who comes first claims a task. */
import { asyncgenFinalizerStuck } from './asyncgen-finalizer-stuck.ts';
import { atexitStuck } from './atexit-stuck.ts';
import { cancelNeverRequested } from './cancel-never-requested.ts';
import { cancelShielded } from './cancel-shielded.ts';
import { cancelSwallowed } from './cancel-swallowed.ts';
import { cancelSwallowedByLibrary } from './cancel-swallowed-by-library.ts';
import { cancelSwallowedClosing } from './cancel-swallowed-closing.ts';
import { cancelSwallowedInHandler } from './cancel-swallowed-in-handler.ts';
import { cancelSwallowedLimit } from './cancel-swallowed-limit.ts';
import { cancelSwallowedRespawn } from './cancel-swallowed-respawn.ts';
import { cancelSwallowedRestarted } from './cancel-swallowed-restarted.ts';
import { cancelSwallowedUnseen } from './cancel-swallowed-unseen.ts';
import { cancelUncancelled } from './cancel-uncancelled.ts';
import { cancelUndeliverable } from './cancel-undeliverable.ts';
import type { Cause } from './cause.ts';
import { childPipeHeldOpen, childPipeHeldOpenExit, childPipeHeldOpenMain } from './child-pipe-held-open.ts';
import { childStillRunning, childStillRunningMain } from './child-still-running.ts';
import { childStillRunningAwaited, childStillRunningExit } from './child-still-running-thread.ts';
import { childStillRunningDeaf, childStillRunningTold } from './child-still-running-told.ts';
import { cleanupDeadlock } from './cleanup-deadlock.ts';
import { cleanupDeadlockJoined } from './cleanup-deadlock-joined.ts';
import { cleanupDeadlockThread, cleanupStuckLock, cleanupStuckLostLock } from './cleanup-lock.ts';
import { cleanupStuck } from './cleanup-stuck.ts';
import { cleanupStuckAsked } from './cleanup-stuck-asked.ts';
import { cleanupStuckAsleep } from './cleanup-stuck-asleep.ts';
import { cleanupStuckComputes } from './cleanup-stuck-computes.ts';
import { cleanupStuckMade } from './cleanup-stuck-made.ts';
import { cleanupStuckShutdown } from './cleanup-stuck-shutdown.ts';
import { cleanupStuckThread } from './cleanup-stuck-thread.ts';
import { drainLongerThanGrace } from './drain-longer-than-grace.ts';
import {
  drainLongerThanGraceBacklog,
  drainLongerThanGraceBacklogThread,
} from './drain-longer-than-grace-backlog.ts';
import { drainLongerThanGraceThread } from './drain-longer-than-grace-thread.ts';
import { drainLongerThanGraceTimer } from './drain-longer-than-grace-timer.ts';
import {
  cleanupDeadlockServer,
  drainWaitsForConnectionThread,
  drainWaitsForHandlerThread,
} from './drain-of-server-thread.ts';
import { drainWaitsForConnection } from './drain-waits-for-connection.ts';
import { drainWaitsForConnectionPolled } from './drain-waits-for-connection-polled.ts';
import { drainWaitsForHandler } from './drain-waits-for-handler.ts';
import { drainWaitsForHandlerByHand } from './drain-waits-for-handler-by-hand.ts';
import { drainWaitsForHandlerEvent } from './drain-waits-for-handler-event.ts';
import { executorJobRunning } from './executor-job-running.ts';
import { executorJobRunningAwaited } from './executor-job-running-awaited.ts';
import { executorJobRunningDrained } from './executor-job-running-drained.ts';
import { executorJobRunningInShutdown } from './executor-job-running-in-shutdown.ts';
import { executorJobRunningResult } from './executor-job-running-result.ts';
import { executorJobRunningUnread } from './executor-job-running-unread.ts';
import { loopBlocked } from './loop-blocked.ts';
import { loopBusy } from './loop-busy.ts';
import { loopBlockedElsewhere, loopBusyElsewhere, loopLockWaitElsewhere } from './loop-held-elsewhere.ts';
import { loopLockWait } from './loop-lock-wait.ts';
import { loopSelfWait } from './loop-self-wait.ts';
import { loopSpinning } from './loop-spinning.ts';
import { multiprocessingQueueUndrained } from './multiprocessing-queue-undrained.ts';
import { nativeTeardownStuck } from './native-teardown-stuck.ts';
import { nativeTeardownStuckShutdown } from './native-teardown-stuck-shutdown.ts';
import { processPoolStuck, processPoolStuckAwaited, processPoolStuckPolled } from './process-pool-stuck.ts';
import { signalBlocked } from './signal-blocked.ts';
import { signalDroppedByPid1 } from './signal-dropped-by-pid1.ts';
import { signalDroppedByPid1Reset } from './signal-dropped-by-pid1-reset.ts';
import { signalFlagUnread } from './signal-flag-unread.ts';
import { signalFlagUnreadAsleep } from './signal-flag-unread-asleep.ts';
import { signalFlagUnreadByNobody } from './signal-flag-unread-by-nobody.ts';
import { signalFlagUnreadByThread } from './signal-flag-unread-by-thread.ts';
import { signalFlagUnreadInCallback } from './signal-flag-unread-in-callback.ts';
import { signalFlagUnreadInJob, signalFlagUnreadInRequest } from './signal-flag-unread-in-job.ts';
import { signalFlagUnreadOtherObject } from './signal-flag-unread-other-object.ts';
import { signalFlagUnreadOverwritten } from './signal-flag-unread-overwritten.ts';
import { signalFlagUnreadSigwait } from './signal-flag-unread-sigwait.ts';
import { signalHandlerDeadlock } from './signal-handler-deadlock.ts';
import { signalHandlerFailed } from './signal-handler-failed.ts';
import { signalHandlerFailedBeforeExit } from './signal-handler-failed-before-exit.ts';
import { signalHandlerFailedHalfway } from './signal-handler-failed-halfway.ts';
import { signalHandlerFailedStarted } from './signal-handler-failed-started.ts';
import { signalHandlerReplaced } from './signal-handler-replaced.ts';
import { signalHandlerReplacedAwaited } from './signal-handler-replaced-awaited.ts';
import { signalHandlerReplacedByC } from './signal-handler-replaced-by-c.ts';
import { signalHandlerReplacedInC } from './signal-handler-replaced-in-c.ts';
import { signalHandlerReplacedUnheard } from './signal-handler-replaced-unheard.ts';
import { signalIgnored } from './signal-ignored.ts';
import { signalNotForwarded } from './signal-not-forwarded.ts';
import { signalNotForwardedPython } from './signal-not-forwarded-python.ts';
import { signalNotSent } from './signal-not-sent.ts';
import { threadJoinStuck, threadJoinStuckByHelper } from './thread-join-stuck.ts';
import { threadJoinStuckPolled } from './thread-join-stuck-polled.ts';
import { threadLoopDeadlock } from './thread-loop-deadlock.ts';
import { threadLoopDeadlockLock } from './thread-loop-deadlock-lock.ts';
import { threadNotDaemon } from './thread-not-daemon.ts';

export const CAUSES: readonly Cause[] = [
  signalIgnored,
  signalBlocked,
  signalDroppedByPid1,
  signalDroppedByPid1Reset,
  signalNotSent,
  signalNotForwarded,
  signalHandlerDeadlock,
  loopSelfWait,
  threadLoopDeadlockLock,
  loopLockWait,
  loopBusy,
  loopBlocked,
  loopSpinning,
  loopBlockedElsewhere,
  loopLockWaitElsewhere,
  loopBusyElsewhere,
  signalNotForwardedPython,
  childPipeHeldOpenMain,
  childStillRunningMain,
  childStillRunningTold,
  multiprocessingQueueUndrained,
  processPoolStuck,
  threadLoopDeadlock,
  childPipeHeldOpenExit,
  childStillRunningExit,
  executorJobRunning,
  executorJobRunningDrained,
  cleanupDeadlockJoined,
  threadNotDaemon,
  drainLongerThanGraceBacklogThread,
  drainLongerThanGraceThread,
  threadJoinStuck,
  threadJoinStuckByHelper,
  threadJoinStuckPolled,
  cleanupDeadlockThread,
  cleanupStuckLock,
  cleanupStuckLostLock,
  processPoolStuckPolled,
  executorJobRunningResult,
  cleanupDeadlockServer,
  drainWaitsForHandlerThread,
  drainWaitsForHandlerEvent,
  drainWaitsForConnectionThread,
  cleanupStuckThread,
  cleanupStuckShutdown,
  cleanupStuckComputes,
  cancelSwallowedClosing,
  cancelSwallowedRestarted,
  atexitStuck,
  nativeTeardownStuck,
  nativeTeardownStuckShutdown,
  signalHandlerFailedStarted,
  signalHandlerReplacedUnheard,
  signalHandlerReplacedAwaited,
  childStillRunningDeaf,
  signalFlagUnreadAsleep,
  signalFlagUnreadByThread,
  signalFlagUnreadOtherObject,
  signalFlagUnread,
  signalFlagUnreadInJob,
  signalFlagUnreadInRequest,
  drainLongerThanGraceTimer,
  signalFlagUnreadInCallback,
  signalFlagUnreadSigwait,
  signalFlagUnreadOverwritten,
  signalHandlerFailedHalfway,
  signalHandlerFailedBeforeExit,
  signalHandlerReplacedInC,
  signalHandlerReplaced,
  signalHandlerReplacedByC,
  signalHandlerFailed,
  signalFlagUnreadByNobody,
  childStillRunningAwaited,
  executorJobRunningAwaited,
  executorJobRunningUnread,
  processPoolStuckAwaited,
  executorJobRunningInShutdown,
  drainLongerThanGraceBacklog,
  cleanupStuckAsleep,
  cleanupDeadlock,
  cancelUndeliverable,
  cancelShielded,
  cancelSwallowedInHandler,
  cancelSwallowedLimit,
  cancelSwallowedRespawn,
  cancelUncancelled,
  cancelSwallowed,
  cancelSwallowedByLibrary,
  cancelSwallowedUnseen,
  asyncgenFinalizerStuck,
  drainLongerThanGrace,
  drainWaitsForHandler,
  drainWaitsForConnection,
  childPipeHeldOpen,
  childStillRunning,
  cleanupStuck,
  drainWaitsForHandlerByHand,
  drainWaitsForConnectionPolled,
  cancelNeverRequested,
  cleanupStuckMade,
  cleanupStuckAsked,
];
