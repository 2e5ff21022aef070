import type { RawFrame } from '../../frames/frames.ts';
import type { CodePlace } from '../../model/frame.ts';

/** Arrays for chains up to this depth are kept. */
const MAX_KEPT_DEPTH = 64;

/** Frames by depth, and arrays of the first n of them: nothing is made anew for a task. */
export class RawFrames {
  depth = 0;
  private readonly pool: RawFrame[] = [];
  private readonly arrays: RawFrame[][] = [[]];

  begin(): void {
    this.depth = 0;
  }

  push(address: number, place: CodePlace, generator: number): void {
    const frame = this.pool[this.depth];
    this.depth += 1;
    if (frame === undefined) {
      this.pool.push({ address, code: place.codeId, instruction: place.instruction, place, generator });
      return;
    }
    frame.address = address;
    frame.code = place.codeId;
    frame.instruction = place.instruction;
    frame.place = place;
    frame.generator = generator;
  }

  /** The frames since `begin`; they are filled again by what comes after the next one. */
  all(): RawFrame[] {
    if (this.depth > MAX_KEPT_DEPTH) return this.pool.slice(0, this.depth);
    let frames = this.arrays[this.depth];
    if (frames === undefined) {
      frames = this.pool.slice(0, this.depth);
      this.arrays[this.depth] = frames;
    }
    return frames;
  }
}
