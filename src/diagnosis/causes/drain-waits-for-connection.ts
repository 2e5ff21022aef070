import type { Blamed } from '../blame.ts';
import { blamedTasks } from '../blame.ts';
import { callConstruct, innermostOwn } from '../culprit.ts';
import { serverAt } from '../drains/servers.ts';
import type { Situation } from '../situation.ts';
import type { Finding } from '../vocabulary.ts';
import { countLabel, placeLabel, secondsLabel } from '../words.ts';
import type { Cause } from './cause.ts';
import { progressEvidence, requestEvidence, taskFinding } from './task-finding.ts';

/** `Server.wait_closed` waits for every connection from 3.12 on (asyncio/base_events.py, gh-79033). */
export const drainWaitsForConnection: Cause = {
  code: 'drain-waits-for-connection',
  title: 'the server waits for a peer to close its connection',
  stage: 'tasks',
  evidence: 'as drain-waits-for-handler, with no handler running and connections open',
  find(situation) {
    return blamedTasks(situation)
      .filter((one) => one.cancellation !== 'swallowed' && waitsForPeers(one))
      .map((one) => finding(situation, one));
  },
};

function closesConnection({ task }: Blamed): boolean {
  const on = task.wait?.on;
  return on?.kind === 'server-close' || (on?.kind === 'socket' && on.operation === 'close');
}

/** With a handler running, the handler would be blamed and not the server (`blame.ts`). */
function waitsForPeers(blamed: Blamed): boolean {
  return closesConnection(blamed) || serverAt(blamed.task) !== null;
}

function peersLabel({ task }: Blamed): string {
  const on = task.wait?.on;
  if (on?.kind === 'socket' && on.peer !== null) return `the peer ${on.peer}`;
  if (on?.kind === 'server-close' && on.connections !== null)
    return countLabel(on.connections, 'open connection');
  return 'its peers';
}

/** A library's server keeps its connections itself, and has its own way to close them. */
function closersOf({ task: { stack } }: Blamed): string {
  const inner = stack.slice(stack.findLastIndex(({ origin }) => origin === 'user') + 1);
  const library = inner.find(({ origin }) => origin === 'library')?.package;
  return library == null
    ? 'server.close_clients() or abort_clients() from 3.13, writer.close(), transport.abort()'
    : `as ${library} closes or aborts those that its server has accepted`;
}

function finding(situation: Situation, blamed: Blamed): Finding {
  const place = innermostOwn(blamed.task.stack);
  const server = serverAt(blamed.task)?.name ?? 'The service';
  const at = place === null ? '' : ` at ${placeLabel(place)}`;
  const untaken = untakenBytes(blamed);
  const waits = `${server} waits${at} for ${peersLabel(blamed)}`;
  return taskFinding(situation, blamed, {
    cause: 'drain-waits-for-connection',
    certainty: closesConnection(blamed) ? 'certain' : 'likely',
    sentence:
      untaken === 0
        ? `${waits} to close.`
        : `${waits} to take what was sent, ${countLabel(untaken, 'byte')} at least: until then the connection does not close.`,
    fix: fixOf(blamed, untaken),
    construct: callConstruct(situation, place, 'await'),
    evidence: [
      ...requestEvidence(blamed),
      ...farewellLimit(situation, blamed),
      ...progressEvidence(situation, blamed),
    ],
  });
}

function fixOf(blamed: Blamed, untaken: number): string {
  if (untaken > 0) return ABORT_FIX;
  if (isFarewell(blamed)) return FAREWELL_FIX;
  return `Close the connections from this side at shutdown (${closersOf(blamed)}), and bound the wait.`;
}

/** A transport of TLS that is closed tells its peer, and waits for the same word (sslproto.py, close_notify). */
function isFarewell({ task }: Blamed): boolean {
  const on = task.wait?.on;
  return on?.kind === 'socket' && on.operation === 'close' && on.tls;
}

const FAREWELL_FIX =
  'A closed connection of TLS waits for its peer to say goodbye (close_notify): bound that wait and then drop it (`writer.transport.abort()`), or pass `ssl_shutdown_timeout=` below the grace period where the server or connection is made (from 3.11; 30 s by default). Where close() was not called before, call it.';

/** `SSLProtocol._start_shutdown` sets it, up to 3.13 with a lambda. */
const FAREWELL_TIMER = /SSLProtocol\._(check_shutdown_timeout|start_shutdown\.<locals>\.<lambda>)$/;

/** From 3.11 on asyncio has a limit for that word. */
function farewellLimit({ last }: Situation, blamed: Blamed): string[] {
  if (!isFarewell(blamed)) return [];
  const timers = last.loops
    .filter(({ id }) => id === blamed.task.loopId)
    .flatMap((loop) => loop.timers.filter((one) => FAREWELL_TIMER.test(one.function)));
  const left = Math.max(...timers.map(({ secondsLeft }) => secondsLeft ?? 0));
  return left > 0
    ? [`asyncio's own limit for the end of TLS (ssl_shutdown_timeout) ends it in ${secondsLabel(left)}`]
    : [];
}

const ABORT_FIX =
  'Bound the wait, and then drop what the peer does not take: `transport.abort()` (of a StreamWriter `writer.transport.abort()`) closes without sending it.';

/** `close()` sends first what was written (asyncio/selector_events.py). */
function untakenBytes({ task }: Blamed): number {
  const on = task.wait?.on;
  return on?.kind === 'socket' && on.operation === 'close' ? (on.untakenBytes ?? 0) : 0;
}
