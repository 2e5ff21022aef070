/** What is refused before anything is looked up. */
import type { IncomingMessage } from 'node:http';
import { ReadProblem } from './problem.ts';

const LONGEST_ADDRESS = 4_096;
/** The names of the loopback, with any port: it is forwarded from anywhere. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * `onLoopback`: whoever reaches it may read, so a page of another site must not reach it under a name of its own that
 * leads to 127.0.0.1.
 */
export function checkRequest(request: IncomingMessage, onLoopback: boolean): void {
  const { method, url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD')
    throw new ReadProblem('Here things are only read.', {
      code: 'method-not-allowed',
      fix: 'Use GET. Reports are sent to the receiving port.',
    });
  if (url.length > LONGEST_ADDRESS)
    throw new ReadProblem('The address is too long.', {
      code: 'too-long',
      fix: `Keep it below ${LONGEST_ADDRESS} characters.`,
    });
  if (onLoopback && !LOOPBACK.test(headers.host ?? ''))
    throw new ReadProblem('Without --read-auth this is read from the loopback only.', {
      code: 'wrong-host',
      fix: 'Open it as http://localhost:PORT; `straggler ui` does, and so does kubectl port-forward. To read under another name, set --read-auth.',
    });
}
