/** `lambda *_: setattr(self.flags, "stop", True)`: a store in an expression, whose name is a constant of the code. */
import type { Session } from '../session.ts';
import type { NameUse } from './name-use.ts';

const MAX_CONSTANTS = 64;
const POINTER_BYTES = 8;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** Empty where it is not called, or its name cannot be told from other words. */
export function setattrStores(session: Session, code: number, uses: readonly NameUse[]): NameUse[] {
  return uses.flatMap((use, index) => {
    if (use.kind !== 'call' || use.name !== 'setattr' || use.path.length > 0) return [];
    const object = chainFrom(uses, index + 1);
    const name = object === null ? null : onlyWord(session, code);
    if (object === null || name === null) return [];
    return [{ kind: 'store', path: [], name, offset: object.offset, target: [...object.path, object.name] }];
  });
}

/** The last link of `self.flags`, whose uses follow one another. */
function chainFrom(uses: readonly NameUse[], start: number): NameUse | null {
  let last = uses[start];
  if (last === undefined || last.path.length > 0 || last.kind === 'store') return null;
  for (const next of uses.slice(start + 1)) {
    if (next.path.length !== last.path.length + 1 || next.path.at(-1) !== last.name) break;
    last = next;
  }
  return last;
}

/** `co_consts` stands before `co_names` in all versions (Include/cpython/code.h). */
export function constantsOf({ objects, memory, layout }: Session, code: number): number[] {
  return objects.items(memory.word(code + layout.code.names - POINTER_BYTES), MAX_CONSTANTS);
}

function onlyWord(session: Session, code: number): string | null {
  const words = constantsOf(session, code)
    .flatMap((one) => session.objects.str(one) ?? [])
    .filter((one) => IDENTIFIER.test(one));
  return words.length === 1 ? (words[0] ?? null) : null;
}
