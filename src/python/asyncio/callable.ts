import type { CallableFacts } from '../objects/objects.ts';
import type { Session } from './session.ts';

const MAX_WRAPPERS = 4;
/** Bound methods of C types that need their class too (3.9+, `future.set_result`), and Cython's functions (uvloop). */
const FUNCTION_OF_C = /^builtin_method$|(^|\.)cython_function_or_method$/;

/** As `Objects.callable`, and also for functions of C that it does not know. */
export function callableOf(session: Session, address: number): CallableFacts | null {
  return session.objects.callable(address) ?? functionOfC(session, address);
}

function functionOfC({ objects, memory, layout }: Session, address: number): CallableFacts | null {
  // First two fields behind the header: of methods and partials, and of the objects for functions of C.
  const first = layout.object.headerBytes;
  const second = first + 8;
  let target = address;
  let self = 0;
  for (let depth = 0; depth < MAX_WRAPPERS && target !== 0; depth += 1) {
    const type = objects.typeName(target);
    if (FUNCTION_OF_C.test(type)) {
      // PyCFunctionObject.m_ml, and in that ml_name (methodobject.h); Cython's objects begin like it.
      const qualifiedName = memory.cString(memory.word(memory.word(target + first)));
      self ||= type === 'builtin_method' ? memory.word(target + second) : 0;
      return { qualifiedName, code: 0, self, function: 0, partialArguments: [], closure: () => [] };
    }
    if (type === 'method') self ||= memory.word(target + second);
    else if (type !== 'functools.partial') return null;
    target = memory.word(target + first);
  }
  return null;
}
