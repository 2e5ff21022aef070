/**
 * Coroutines that Cython has compiled (uvloop, grpc.aio): they have no frame, but the object keeps its names and the scope
 * of its variables (`__pyx_CoroutineObject` of Cython's Coroutine.c: closure, then name, qualified name, module).
 */
import type { Wait } from '../../model/wait.ts';
import { referenceTo } from '../loops/uvloop.ts';
import type { RawTask } from '../raw-task.ts';
import type { Session } from '../session.ts';
import type { WaitContext } from './recogniser.ts';
import { socketWait } from './socket-wait.ts';

/** Behind the header. */
const SCOPE = 8;
const NAMES = { from: 16, to: 144 } as const;
const CONNECTS = /^Loop\.(create_connection|create_unix_connection|start_tls)$/;

export interface CompiledCoroutine {
  /** `uvloop.loop.Server.serve_forever` */
  name: string;
  /** The object that holds its variables. */
  scope: number;
}

/** What a chain ends in before the future; null when that is no coroutine of Cython's. */
export function compiledCoroutine(session: Session, end: number): CompiledCoroutine | null {
  const { objects, memory, layout } = session;
  const { headerBytes } = layout.object;
  const type = end === 0 ? '' : objects.typeName(end);
  if (!type.startsWith('_cython_')) return null;
  const coroutine = type.endsWith('wrapper') ? memory.word(end + headerBytes) : end;
  const names: string[] = [];
  for (let offset: number = NAMES.from; offset < NAMES.to && names.length < 3; offset += 8) {
    const text = objects.str(memory.word(coroutine + headerBytes + offset));
    if (text !== null) names.push(text);
  }
  const [, qualifiedName, module] = names;
  if (qualifiedName === undefined) return null;
  const name = module === undefined ? qualifiedName : `${module}.${qualifiedName}`;
  return { name, scope: memory.word(coroutine + headerBytes + SCOPE) };
}

/** null where the future itself has to tell. */
export function compiledWait(context: WaitContext, raw: RawTask): Wait | null {
  const { session, descriptors } = context;
  const coroutine = compiledCoroutine(session, raw.awaited);
  if (coroutine === null || !coroutine.name.startsWith('uvloop.loop.')) return null;
  if (!CONNECTS.test(coroutine.name.slice('uvloop.loop.'.length))) return null;
  const transport = referenceTo(session, coroutine.scope, /^uvloop\.loop\.\w*Transport$/);
  return transport === 0 ? null : socketWait(context, descriptors.ofTransport(transport), 'connect');
}
