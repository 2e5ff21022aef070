/** Frames by address: of suspended coroutines and of running threads. */
import type { CodePlace } from '../model/frame.ts';

export interface Frames {
  /** The shared place of a code object and an instruction byte offset (interned: the same object for the same pair). */
  place(codeAddress: number, instruction: number): CodePlace;
  /** Place at which a function's code begins (its first line). */
  placeOfCode(codeAddress: number): CodePlace;
  /**
   * Local variables by name, cells opened, as addresses. For identifying objects only; values never leave.
   * `frame` as given in RawFrame.address.
   */
  locals(frame: number): [string, number][];
  local(frame: number, name: string): number;
  /** Value stack of a suspended or calling frame, bottom first, tag bits cleared; at most 256. */
  valueStack(frame: number): number[];
  /** The same beside what is stored, tags and all; `least`: slots to give though fewer are known to be in use. */
  storedStack(frame: number, least: number): { value: number; stored: number }[];
  /** The frames of a Python thread state, innermost first, shims and C-stack entries left out; at most 2,048. */
  ofThread(threadState: number): RawFrame[];
  /** The frame of a coroutine, generator or async generator object; null when it has ended. */
  ofCoroutine(coroutine: number): RawFrame | null;
}

export interface RawFrame {
  /** PyFrameObject up to 3.10, _PyInterpreterFrame from 3.11. */
  address: number;
  code: number;
  instruction: number;
  place: CodePlace;
  /** Address of the coroutine or generator object that owns it (3.11+: owner 1), else 0. */
  generator: number;
}
