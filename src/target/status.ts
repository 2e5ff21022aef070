/** `/proc/PID/status` and `/proc/PID/task/TID/status`, as `fs/proc/array.c` prints them. */

import type { KernelState, SignalMasks } from './facts.ts';
import { printable } from './printable.ts';

export interface Status {
  name: string;
  state: KernelState;
  /** The process: another than the id that was asked about where that is a thread's. 0 where it is not told. */
  threadGroup: number;
  parentPid: number;
  tracerPid: number;
  /** Effective ids: the second of the four. */
  uid: number;
  gid: number;
  namespacePids: number[];
  /** Effective ones (CapEff); `permitted` (CapPrm) is what the kernel compares. */
  capabilities: bigint;
  permitted: bigint;
  voluntarySwitches: number;
  signals: SignalMasks;
}

export function parseStatus(text: string): Status {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const field = (name: string) => fields.get(name) ?? '';
  const numbers = (name: string) => field(name).split(/\s+/).filter(Boolean).map(Number);
  const mask = (name: string) => hexMask(field(name));
  return {
    name: printable(unescapeName(field('Name'))),
    state: kernelState(field('State')[0]),
    threadGroup: numbers('Tgid')[0] ?? 0,
    parentPid: numbers('PPid')[0] ?? 0,
    tracerPid: numbers('TracerPid')[0] ?? 0,
    uid: numbers('Uid')[1] ?? 0,
    gid: numbers('Gid')[1] ?? 0,
    namespacePids: numbers('NSpid'),
    capabilities: mask('CapEff'),
    permitted: mask('CapPrm'),
    voluntarySwitches: numbers('voluntary_ctxt_switches')[0] ?? 0,
    signals: {
      pendingThread: mask('SigPnd'),
      pendingProcess: mask('ShdPnd'),
      blocked: mask('SigBlk'),
      ignored: mask('SigIgn'),
      caught: mask('SigCgt'),
    },
  };
}

export function kernelState(letter: string | undefined): KernelState {
  const known: readonly string[] = ['R', 'S', 'D', 'T', 't', 'Z', 'X', 'I', 'P', 'W'];
  return letter !== undefined && known.includes(letter) ? (letter as KernelState) : '?';
}

function hexMask(text: string): bigint {
  return /^[0-9a-f]{1,32}$/i.test(text) ? BigInt(`0x${text}`) : 0n;
}

/** The kernel escapes newline and backslash in a name. */
function unescapeName(name: string): string {
  return name.replaceAll('\\n', '\n').replaceAll('\\\\', '\\');
}
