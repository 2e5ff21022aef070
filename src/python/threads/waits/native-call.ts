/**
 * Which library's code a thread waits in. The system call itself stands in libc; the calls above it have left their return
 * addresses on the stack, the nearest of which that lies in code of neither libc nor Python names the library.
 */
import { orNull } from '../../../target/system-error.ts';
import type { Session } from '../../asyncio/session.ts';
import type { Mapping } from '../../binary/maps.ts';
import { readMaps } from '../../binary/maps.ts';
import type { ThreadWait } from '../../model/wait.ts';
import { symbolAround } from './symbol-around.ts';

const STACK_BYTES = 4_096;
/** A frame does not clear what calls before it have left: next to the top an address of Python's may be an old one. */
const DOUBTFUL_BYTES = 128;
/** The C library and its loader: every wait goes through them. */
const C_LIBRARY = /\/(ld-(linux|musl)|libc[.-]|libpthread|libm[.-]|libdl[.-]|librt[.-])[^/]*$/;
const INTERPRETER = /\/(libpython|python)[^/]*$/;
/** Modules that come with Python, but for the one whose calls go anywhere. */
const OWN_MODULE = /\/lib-dynload\/(?!_ctypes)[^/]*$/;

/** null when Python itself, or nothing known, has made the system call. */
export function nativeCall(session: Session, tid: number): Extract<ThreadWait, { kind: 'native' }> | null {
  const stack = stackOf(session, tid);
  if (stack === null) return null;
  const code = executable(session);
  let end = stack.length;
  for (let offset = 0; offset + 8 <= end; offset += 8) {
    const value = Number(stack.readBigUInt64LE(offset));
    const mapping = code.find((one) => value >= one.start && value < one.end);
    if (mapping === undefined || C_LIBRARY.test(mapping.path) || !followsCall(session, value)) continue;
    if (OWN_MODULE.test(mapping.path)) return null;
    if (INTERPRETER.test(mapping.path) || mapping.path.includes('/lib-dynload/')) {
      end = Math.min(end, DOUBTFUL_BYTES);
      continue;
    }
    const library = mapping.path.slice(mapping.path.lastIndexOf('/') + 1);
    return { kind: 'native', library, symbol: symbolAround(session, mapping, value) };
  }
  return null;
}

/** Whether a call instruction ends at the address: then it may be one that a call returns to. */
function followsCall({ memory, layout }: Session, address: number): boolean {
  if (layout.architecture === 'aarch64') {
    const before = memory.uint32(address - 4);
    // BL, BLR
    return before >>> 26 === 0x25 || (before & 0xff_ff_fc_1f) >>> 0 === 0xd6_3f_00_00;
  }
  const before = memory.bytes(address - 7, 7);
  if (before === null) return false;
  // E8 with four bytes, or FF /2 with one to six.
  if (before[2] === 0xe8) return true;
  return [5, 4, 3, 1, 0].some((at) => before[at] === 0xff && ((before[at + 1] ?? 0) & 0x38) === 0x10);
}

/** `NUMBER ARG×6 SP PC`. */
function stackOf({ system, process, memory }: Session, tid: number): Buffer | null {
  const text = orNull(() => system.readFile(`/proc/${process.pid}/task/${tid}/syscall`).toString('latin1'));
  const pointer = Number(text?.trim().split(' ').at(-2));
  if (!Number.isSafeInteger(pointer) || pointer <= 0) return null;
  return memory.bytes(pointer, STACK_BYTES) ?? memory.bytes(pointer, STACK_BYTES / 8);
}

const known = new WeakMap<Session, Mapping[]>();

function executable(session: Session): Mapping[] {
  let mappings = known.get(session);
  if (mappings === undefined) {
    const all = orNull(() => readMaps(session.system, session.process.pid)) ?? [];
    mappings = all.filter((one) => one.executable && one.inode !== 0);
    known.set(session, mappings);
  }
  return mappings;
}
