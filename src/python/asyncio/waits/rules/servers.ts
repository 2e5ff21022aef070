/** `asyncio.Server` (base_events.py). */
import { hexId } from '../../../hex-id.ts';
import type { Look, Recogniser } from '../recogniser.ts';
import { local, selfAttribute } from '../recogniser.ts';
import { counted, waitOf } from '../wording.ts';

const FILE = '/asyncio/base_events.py';

export const SERVER_RULES: readonly Recogniser[] = [
  {
    file: FILE,
    functions: ['wait_closed'],
    wraps: true,
    read(look) {
      const connections = connectionsOf(look);
      const open = connections === null ? 'its connections' : counted(connections, 'open connection');
      const isClosed = look.context.session.objects.isNone(selfAttribute(look, '_sockets'));
      return waitOf(
        { kind: 'server-close', connections, serverId: hexId(local(look, 'self')) },
        `asyncio.Server.wait_closed, ${isClosed ? open : `of a server that is not closed, ${open}`}`,
      );
    },
  },
  {
    file: FILE,
    functions: ['serve_forever'],
    read: (look) =>
      waitOf(
        {
          kind: 'future',
          futureId: hexId(look.raw.waiter),
          type: look.context.session.objects.typeName(look.raw.waiter),
          state: 'pending',
          heldBy: ['Server._serving_forever_fut'],
          holderIds: [],
        },
        'asyncio.Server.serve_forever, until it is cancelled or the server is closed',
      ),
  },
];

/** A counter until 3.12, a set of transports from 3.13 (3.12.1 has the counter too). */
function connectionsOf(look: Look): number | null {
  const { objects } = look.context.session;
  const counter = objects.int(selfAttribute(look, '_active_count'));
  if (counter !== null) return counter;
  const clients = selfAttribute(look, '_clients');
  return clients === 0 ? null : objects.members(clients).length;
}
