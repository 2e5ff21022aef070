/** Tasks that serve one connection of an `asyncio.start_server`: whoever closes the server by hand waits for them. */
import type { TaskState } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import { escapePattern } from '../escape-pattern.ts';
import { ownFiles } from '../own-files.ts';
import type { Situation } from '../situation.ts';

/** Its done-callback from 3.12 on (Lib/asyncio/streams.py, `StreamReaderProtocol.connection_made`). */
const MADE_BY_STREAMS = /StreamReaderProtocol\.connection_made/;

export function isStreamHandler(situation: Situation, task: TaskState): boolean {
  if (task.doneCallbacks.some((name) => MADE_BY_STREAMS.test(name))) return true;
  const outermost = task.stack[0];
  if (outermost?.origin !== 'user') return false;
  const { file, name } = outermost;
  const starts = new RegExp(`\\bstart_(unix_)?server\\(\\s*[\\w.]*\\b${escapePattern(lastPart(name))}\\b`);
  return ownFiles(situation, file).some(
    (one) => situation.mayMention(one, ['_server(']) && situation.functionsMatching(one, starts).length > 0,
  );
}
