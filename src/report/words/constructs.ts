/** What a construct does to a shutdown, as the note behind its line. */
import { lookup } from './lookup.ts';

/** Where a cancellation was lost in it. */
const SWALLOWS: Record<string, string> = {
  except: 'catches CancelledError, and the code goes on',
  suppress: 'suppresses CancelledError, and the code goes on',
  finally: 'leaves with return, break or continue, which drops CancelledError',
  with: 'takes CancelledError on its way out',
  gather: 'takes CancelledError for a result',
  wait_for: 'loses the cancellation',
  'task-group': 'loses the cancellation',
  timeout: 'takes the cancellation for its own',
  uncancel: 'takes the cancellation back',
  loop: 'goes round again, whatever happened',
};

/** What became of an exception that a signal handler raised. */
const KEEPS: Record<string, string> = {
  except: 'catches what the handler raises',
  finally: 'drops what the handler raises',
  with: 'drops what the handler raises',
  suppress: 'drops what the handler raises',
};

/** Anywhere else. */
const STANDS: Record<string, string> = {
  except: 'the cleanup it is in',
  finally: 'the cleanup it is in',
  with: 'whose exit it is in',
  shield: 'keeps the cancellation from what is inside',
  handler: 'the signal handler',
  'create-task': 'where the task is made',
  'thread-start': 'where the thread is started',
  bytecode: 'found in the bytecode, as no source is sure to be what runs',
};

/** Where a signal handler waits for the code below it. */
const INTERRUPTED: Record<string, string> = { with: 'what it interrupted', call: 'what it interrupted' };

/** Where a thread joins the loop's thread with a lock in hand. */
const HOLDS: Record<string, string> = { with: 'holds the lock meanwhile' };

/** Empty where there is nothing to add, as for kinds of a newer Straggler. */
export function constructNote(kind: string, cause: string): string {
  const loses = cause.startsWith('cancel-swallowed') || cause === 'cancel-uncancelled';
  const keeps = cause === 'signal-handler-failed';
  const holds = cause === 'thread-loop-deadlock';
  const isInterrupted = cause === 'signal-handler-deadlock';
  return (
    (loses ? lookup(SWALLOWS, kind) : undefined) ??
    (keeps ? lookup(KEEPS, kind) : undefined) ??
    (isInterrupted ? lookup(INTERRUPTED, kind) : undefined) ??
    (holds ? lookup(HOLDS, kind) : undefined) ??
    lookup(STANDS, kind) ??
    ''
  );
}
