/** Frames of a report, shared: tasks at one await hold the same array, so 100,000 of them cost as little as one. */
import type { Frame } from '../../diagnosis/vocabulary.ts';
import type { CodePlace } from '../../python/model/frame.ts';
import { tidyName, tidyPath } from '../sanitise.ts';

interface Node {
  frames: Frame[] | null;
  next: Map<CodePlace, Node>;
}

export class Stacks {
  readonly #frames = new Map<CodePlace, Frame>();
  readonly #stacks = new Map<readonly CodePlace[], Frame[]>();
  readonly #root: Node = { frames: null, next: new Map() };

  of(places: readonly CodePlace[]): Frame[] {
    let frames = this.#stacks.get(places);
    if (frames === undefined) {
      frames = this.#shared(places);
      this.#stacks.set(places, frames);
    }
    return frames;
  }

  /** Two arrays of the same places are one array of frames. */
  #shared(places: readonly CodePlace[]): Frame[] {
    let node = this.#root;
    for (const place of places) {
      let next = node.next.get(place);
      if (next === undefined) {
        next = { frames: null, next: new Map() };
        node.next.set(place, next);
      }
      node = next;
    }
    node.frames ??= places.map((place) => this.#frame(place));
    return node.frames;
  }

  #frame(place: CodePlace): Frame {
    let frame = this.#frames.get(place);
    if (frame === undefined) {
      frame = { function: tidyName(place.function), file: tidyPath(place.file), line: place.line };
      this.#frames.set(place, frame);
    }
    return frame;
  }
}
