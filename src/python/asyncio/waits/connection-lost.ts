/**
 * A future or event of a protocol of the service's own, which its `connection_lost` completes. That is called when all that
 * was written has been sent (`_SelectorTransport.close`, asyncio/selector_events.py): a peer that does not read keeps it waiting.
 */
import type { Wait } from '../../model/wait.ts';
import type { RawTask } from '../raw-task.ts';
import type { Session } from '../session.ts';
import type { WaitContext } from './recogniser.ts';
import { socketWait } from './socket-wait.ts';

const MAX_FRAMES = 4;
const MAX_LOCALS = 32;
const MAX_ATTRIBUTES = 64;
const MAX_NAMES = 200;
/** From a local to its attributes, and to theirs: `self.link.closed`. */
const MAX_OBJECTS = 400;
const TRANSPORT = /Transport$/;

/** The wait for the transport to close; null unless that was asked for, and its protocol's code names what is awaited. */
export function lostConnectionWait(context: WaitContext, raw: RawTask, awaited: number): Wait | null {
  const { session } = context;
  const locals = localsOf(session, raw);
  for (const { protocol, attribute } of ownersOf(session, locals, awaited)) {
    if (!completesWhenLost(session, protocol, attribute)) continue;
    const transport = [...attributesOf(session, protocol), ...locals].find(([, value]) =>
      isClosingFor(session, value, protocol),
    )?.[1];
    if (transport !== undefined)
      return socketWait(context, context.descriptors.ofTransport(transport), 'close');
  }
  return null;
}

function localsOf({ frames }: Session, raw: RawTask): [string, number][] {
  const innermost = raw.frames.slice(-MAX_FRAMES).filter(({ place }) => place.origin !== 'python');
  return innermost.flatMap(({ address }) => frames.locals(address).slice(0, MAX_LOCALS));
}

function attributesOf({ objects }: Session, object: number): [string, number][] {
  return objects.attributes(object, MAX_ATTRIBUTES);
}

/** Objects in reach of the frames that have it as an attribute. */
function ownersOf(
  session: Session,
  locals: readonly [string, number][],
  awaited: number,
): { protocol: number; attribute: string }[] {
  const owners: { protocol: number; attribute: string }[] = [];
  const objects = new Set(locals.map(([, value]) => value));
  const isDirect = objects.size;
  let index = 0;
  for (const object of objects) {
    for (const [name, value] of attributesOf(session, object)) {
      if (value === awaited) owners.push({ protocol: object, attribute: name });
      else if (index < isDirect && objects.size < MAX_OBJECTS) objects.add(value);
    }
    index += 1;
  }
  return owners;
}

/** Its `connection_lost`, or a method that this calls, says the attribute's name. */
function completesWhenLost(session: Session, protocol: number, attribute: string): boolean {
  const names = namesIn(session, protocol, 'connection_lost');
  if (names.includes(attribute)) return true;
  return names.some((name) => namesIn(session, protocol, name).includes(attribute));
}

/** Names of attributes and globals in the code of a method; empty for what is none. */
function namesIn({ objects, memory, layout }: Session, object: number, method: string): string[] {
  const found = objects.typeAttribute(objects.typeOf(object), method);
  const code = found === 0 ? 0 : (objects.callable(found)?.code ?? 0);
  if (code === 0) return [];
  return objects
    .items(memory.word(code + layout.code.names), MAX_NAMES)
    .flatMap((one) => objects.str(one) ?? []);
}

/** `_closing` of a transport over a socket or pipe, `_closed` of one of TLS (sslproto.py). */
function isClosingFor({ objects }: Session, transport: number, protocol: number): boolean {
  if (!TRANSPORT.test(objects.typeName(transport))) return false;
  const tls = objects.attribute(transport, '_ssl_protocol');
  const owner =
    tls === 0 ? objects.attribute(transport, '_protocol') : objects.attribute(tls, '_app_protocol');
  const isClosing = objects.attribute(transport, tls === 0 ? '_closing' : '_closed');
  return owner === protocol && objects.bool(isClosing) === true;
}
