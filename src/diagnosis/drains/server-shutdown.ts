/** Threads that wait in `BaseServer.shutdown` for the loop of the server to end (Lib/socketserver.py). */

import type { ThreadState } from '../../python/model/capture.ts';
import { standardFile } from '../../python/model/forks.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { once } from '../once.ts';
import { shutdownThreads } from '../shutdown/left-work.ts';
import { counterpartOf } from '../waits/threads.ts';

export interface ServerShutdown {
  waiting: ThreadState;
  /** In `serve_forever` of that server. */
  serving: ThreadState;
  /** What it calls from there, outermost first. */
  request: readonly CodePlace[];
}

/** Of those that carry the shutdown out; none where the server is between two requests. */
export const serverShutdowns = once((situation): ServerShutdown[] => {
  return shutdownThreads(situation).flatMap((waiting) => {
    const serving = isInShutdown(waiting) ? counterpartOf(situation, waiting) : null;
    if (serving === null) return [];
    const request = serving.stack.slice(serving.stack.findLastIndex(isServing) + 1);
    return serving.waitsFor.kind === 'selector' ? [] : [{ waiting, serving, request }];
  });
});

export function isInShutdown({ stack }: ThreadState): boolean {
  return stack.some((place) => place.name === 'shutdown' && isSocketServer(place));
}

function isServing(place: CodePlace): boolean {
  return place.name === 'serve_forever' && isSocketServer(place);
}

function isSocketServer({ file }: CodePlace): boolean {
  return standardFile(file).endsWith('/socketserver.py');
}
