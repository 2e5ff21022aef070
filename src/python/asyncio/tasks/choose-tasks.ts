/**
 * Which tasks to read where there is no memory for all: those that were asked to stop, then some of each coroutine (a
 * service has thousands of tasks of one kind, and the culprit is mostly of a rare one), then the rest.
 */
import type { FrameAccess } from '../../frames/frame-access.ts';
import type { TaskFields } from './task-fields.ts';
import { emptyRecord, TaskStates } from './task-record.ts';

const ENOUGH_OF_A_KIND = 100;
const TIERS = 3;

export interface ChosenTasks {
  /** In the order in which they came. */
  addresses: Float64Array;
  /** Pending ones that are left out. */
  leftOut: number;
}

export function chooseTasks(
  addresses: Float64Array,
  most: number,
  { fields, access }: { fields: TaskFields; access: FrameAccess },
): ChosenTasks {
  if (addresses.length <= most) return { addresses, leftOut: 0 };
  const { tiers, counts } = sorted(addresses, fields, access);
  const pending = counts.reduce((sum, count) => sum + count, 0);
  const room = roomIn(counts, most);
  const kept: number[] = [];
  for (const [index, address] of addresses.entries()) {
    const tier = tiers[index] ?? TIERS;
    if (tier >= TIERS || (room[tier] ?? 0) <= 0) continue;
    room[tier] = (room[tier] ?? 0) - 1;
    kept.push(address);
  }
  return { addresses: Float64Array.from(kept), leftOut: pending - kept.length };
}

/** The tier of each task (`TIERS` for one that is done), and how many each tier has. */
function sorted(
  addresses: Float64Array,
  fields: TaskFields,
  access: FrameAccess,
): { tiers: Uint8Array; counts: number[] } {
  const record = emptyRecord();
  const tiers = new Uint8Array(addresses.length).fill(TIERS);
  const counts = new Array<number>(TIERS).fill(0);
  const kinds = new Map<number, number>();
  for (const [index, address] of addresses.entries()) {
    if (!fields.read(address, record) || record.state !== TaskStates.pending) continue;
    const frame = access.ofGenerator(record.coroutine);
    const kind = frame === 0 ? 0 : access.code(frame);
    const ofKind = kinds.get(kind) ?? 0;
    kinds.set(kind, ofKind + 1);
    const isRequested = record.mustCancel || (record.cancelRequests ?? 0) > 0;
    const tier = tierOf(isRequested, ofKind);
    tiers[index] = tier;
    counts[tier] = (counts[tier] ?? 0) + 1;
  }
  return { tiers, counts };
}

/** How many of each tier fit. */
function roomIn(counts: readonly number[], most: number): number[] {
  let left = most;
  return counts.map((count) => {
    const room = Math.min(count, left);
    left -= room;
    return room;
  });
}

function tierOf(isRequested: boolean, earlierOfItsKind: number): number {
  if (isRequested) return 0;
  return earlierOfItsKind < ENOUGH_OF_A_KIND ? 1 : 2;
}
