/** Tasks that serve one connection of an `asyncio.start_server`: whoever closes the server by hand waits for them. */
import type { TaskState } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';

/** Its done-callback from 3.12 on (Lib/asyncio/streams.py, `StreamReaderProtocol.connection_made`). */
const MADE_BY_STREAMS = /StreamReaderProtocol\.connection_made/;

export function isStreamHandler(situation: Situation, task: TaskState): boolean {
  if (task.doneCallbacks.some((name) => MADE_BY_STREAMS.test(name))) return true;
  const outermost = task.stack[0];
  if (outermost?.origin !== 'user') return false;
  const { file, name } = outermost;
  const starts = new RegExp(`\\bstart_(unix_)?server\\(\\s*[\\w.]*\\b${escaped(lastPart(name))}\\b`);
  return filesOf(situation, file).some((one) => situation.functionsMatching(one, starts).length > 0);
}

/** The handler's own file, and those of the tasks that start and close the server. */
function filesOf(situation: Situation, file: string): string[] {
  const others = situation.last.tasks.flatMap(({ stack }) =>
    stack.filter(({ origin }) => origin === 'user').map((place) => place.file),
  );
  return [...new Set([file, ...others])].filter((one) => situation.mayMention(one, ['_server(']));
}

/** `<lambda>` and `<locals>` have signs of their own. */
function escaped(name: string): string {
  return name.replace(/\W/g, '\\$&');
}
