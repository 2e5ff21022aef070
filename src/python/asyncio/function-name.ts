import type { CallableFacts } from '../objects/objects.ts';
import { callableOf } from './callable.ts';
import type { Session } from './session.ts';

/**
 * The name of what a callable will run in the end. `asyncio.to_thread` wraps its function as
 * `partial(context.run, function, …)` (asyncio/threads.py).
 */
export function functionName(session: Session, callable: number): string | null {
  if (callable === 0) return null;
  const { objects } = session;
  const facts = callableOf(session, callable);
  if (facts === null) return objects.typeName(callable) || null;
  const [wrapped] = facts.partialArguments;
  const isWrapped = wrapped !== undefined && facts.qualifiedName === 'run' && isContext(session, facts.self);
  if (!isWrapped) return nameOf(session, facts);
  const inner = callableOf(session, wrapped);
  return inner === null ? objects.typeName(wrapped) || null : nameOf(session, inner);
}

/** A function of C has its bare name: `sleep` of the module `time`, `set_result` of a future. */
export function nameOf({ objects }: Session, { qualifiedName, code, self }: CallableFacts): string {
  if (code !== 0 || self === 0 || qualifiedName.includes('.')) return qualifiedName;
  const owner =
    objects.typeName(self) === 'module'
      ? objects.str(objects.attribute(self, '__name__'))
      : objects.typeName(self).split('.').at(-1);
  return owner ? `${owner}.${qualifiedName}` : qualifiedName;
}

/** `contextvars.Context` from 3.14, `Context` before. */
function isContext({ objects }: Session, address: number): boolean {
  return address !== 0 && /(^|\.)Context$/.test(objects.typeName(address));
}
