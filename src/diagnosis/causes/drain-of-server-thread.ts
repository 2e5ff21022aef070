import { callConstruct, innermostOwn, threadCulprit } from '../culprit.ts';
import type { ServerShutdown } from '../drains/server-shutdown.ts';
import { isInShutdown, serverShutdowns } from '../drains/server-shutdown.ts';
import type { Situation } from '../situation.ts';
import { threadStand } from '../threads/thread-stand.ts';
import type { Finding } from '../vocabulary.ts';
import { threadWaitLabel } from '../waits/thread-words.ts';
import { counterpartOf } from '../waits/threads.ts';
import { frameLabel, placeLabel, threadLabel, upperFirst } from '../words.ts';
import type { Cause } from './cause.ts';
import { cleanupDeadlock } from './cleanup-deadlock.ts';
import { drainWaitsForConnection } from './drain-waits-for-connection.ts';
import { drainWaitsForHandler } from './drain-waits-for-handler.ts';

/** A server without threads serves a connection to its end before it looks whether it was told to stop (Lib/socketserver.py). */
export const drainWaitsForConnectionThread: Cause = {
  ...drainWaitsForConnection,
  stage: 'leaving',
  evidence:
    "the shutdown is in `server.shutdown()` of socketserver, and the server's thread reads from a connection in no code of the service's own",
  find(situation) {
    return serverShutdowns(situation)
      .filter((one) => !callsOwnCode(one) && one.serving.waitsFor.kind === 'socket')
      .map((one) => finding(situation, one, 'drain-waits-for-connection'));
  },
};

/** A request handler of the service's own that does not return. */
export const drainWaitsForHandlerThread: Cause = {
  ...drainWaitsForHandler,
  stage: 'leaving',
  evidence:
    "the shutdown is in `server.shutdown()` of socketserver, and the server's thread is in a request handler of the service",
  find(situation) {
    return (
      serverShutdowns(situation)
        // Of the main thread the server's own flag tells (signal-flag-unread-in-job.ts).
        .filter((one) => callsOwnCode(one) && !one.serving.isMain && !waitsForItself(situation, one))
        .map((one) => finding(situation, one, 'drain-waits-for-handler'))
    );
  },
};

/** `server.shutdown()` in a request handler: its own thread would have to leave the loop that it is called from. */
export const cleanupDeadlockServer: Cause = {
  ...cleanupDeadlock,
  title: 'threads wait for each other',
  stage: 'leaving',
  evidence: "the server's thread waits in `server.shutdown()` of the server that it serves",
  find(situation) {
    return serverShutdowns(situation)
      .filter((one) => waitsForItself(situation, one))
      .map((one) => finding(situation, one, 'cleanup-deadlock'));
  },
};

function callsOwnCode({ request }: ServerShutdown): boolean {
  return request.some((place) => place.origin === 'user');
}

function waitsForItself(situation: Situation, { serving }: ServerShutdown): boolean {
  return isInShutdown(serving) && counterpartOf(situation, serving) === serving;
}

type Code = 'drain-waits-for-connection' | 'drain-waits-for-handler' | 'cleanup-deadlock';

const FIXES: Record<Code, string> = {
  'drain-waits-for-connection':
    "Give the handler's connections a time limit (`timeout = 5` in the request handler's class), or use a threading server with daemon_threads: this one serves a connection to its end before it looks whether it was told to stop.",
  'drain-waits-for-handler':
    'Bound what the request handler waits for, or use a threading server with daemon_threads: this one serves a request to its end before it looks whether it was told to stop.',
  'cleanup-deadlock':
    'Call server.shutdown() from another thread than the one in serve_forever(): `threading.Thread(target=self.server.shutdown).start()`.',
};

const CLAUSES: Record<Code, string> = {
  'drain-waits-for-connection': 'serves a connection whose peer sends nothing and does not close it',
  'drain-waits-for-handler': 'is in a request handler',
  'cleanup-deadlock': 'waits in server.shutdown() of its own server',
};

function finding(situation: Situation, one: ServerShutdown, cause: Code): Finding {
  const { waiting, serving, request } = one;
  const at = innermostOwn(waiting.stack);
  const place = callsOwnCode(one) ? innermostOwn(request) : threadStand(situation, serving);
  const does = threadWaitLabel(situation, serving);
  return {
    cause,
    certainty: cause === 'cleanup-deadlock' ? 'certain' : 'likely',
    sentence: `${upperFirst(threadLabel(waiting))} waits in server.shutdown()${at === null ? '' : ` at ${placeLabel(at)}`} until ${threadLabel(serving)} leaves serve_forever(), which ${CLAUSES[cause]}: it ${does}${place === null ? '' : ` in ${frameLabel(place)}`}.`,
    fix: FIXES[cause],
    culprit: threadCulprit(
      situation,
      serving,
      callConstruct(situation, at?.origin === 'user' ? at : place),
      place,
    ),
    waitsFor: { kind: cause === 'cleanup-deadlock' ? 'event' : 'socket', description: does },
    evidence: [
      `${threadLabel(waiting)} is in BaseServer.shutdown, and ${threadLabel(serving)} in serve_forever of the same server`,
      `${threadLabel(serving)} ${does}`,
    ],
    blocks: [threadLabel(waiting)],
  };
}
