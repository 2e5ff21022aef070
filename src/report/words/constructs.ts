/** What a construct does to a shutdown, as the note behind its line. */
import type { ConstructKind } from '../../diagnosis/vocabulary.ts';

const NOTES: Record<ConstructKind, string> = {
  except: 'catches CancelledError, and the code goes on',
  suppress: 'suppresses CancelledError, and the code goes on',
  finally: 'the cleanup',
  with: 'its exit is the cleanup',
  shield: 'keeps the cancellation from what is inside',
  gather: 'takes the cancellation for a result',
  wait_for: 'loses the cancellation here',
  'task-group': 'loses the cancellation here',
  timeout: 'takes the cancellation for its own',
  uncancel: 'takes the cancellation back',
  loop: 'goes round again, whatever happened',
  call: 'the call to change',
  await: 'the await to change',
  handler: 'the signal handler',
  'create-task': 'where the task is made',
  'thread-start': 'where the thread is made',
  bytecode: 'found in the bytecode, as the source could not be read',
};

/** For a kind from a newer Straggler, too. */
export function constructNote(kind: string): string {
  const notes: Partial<Record<string, string>> = NOTES;
  return notes[kind] ?? '';
}
