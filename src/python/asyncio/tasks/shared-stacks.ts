import type { CodePlace } from '../../model/frame.ts';

/** A stack and the stacks that go on from it. */
interface Node {
  readonly parent: Node | null;
  readonly place: CodePlace | null;
  readonly depth: number;
  children: Map<CodePlace, Node> | null;
  /** The child of the last step: tasks of one kind take the same way. */
  lastPlace: CodePlace | null;
  lastChild: Node | null;
  stack: CodePlace[] | null;
}

/** Tasks that stand at the same places share one array: `begin`, `step` for each frame, then `stack`. */
export class SharedStacks {
  private readonly root: Node = node(null, null);
  private current: Node = this.root;

  begin(): void {
    this.current = this.root;
  }

  step(place: CodePlace): void {
    const { current } = this;
    if (current.lastPlace === place && current.lastChild !== null) {
      this.current = current.lastChild;
      return;
    }
    current.children ??= new Map();
    let child = current.children.get(place);
    if (child === undefined) {
      child = node(current, place);
      current.children.set(place, child);
    }
    current.lastPlace = place;
    current.lastChild = child;
    this.current = child;
  }

  /** Outermost first. Not to be changed by anybody. */
  stack(): CodePlace[] {
    const { current } = this;
    current.stack ??= placesOf(current);
    return current.stack;
  }
}

function node(parent: Node | null, place: CodePlace | null): Node {
  const depth = parent === null ? 0 : parent.depth + 1;
  return { parent, place, depth, children: null, lastPlace: null, lastChild: null, stack: null };
}

function placesOf(last: Node): CodePlace[] {
  const places = new Array<CodePlace>(last.depth);
  for (let at: Node | null = last; at !== null && at.place !== null; at = at.parent) {
    places[at.depth - 1] = at.place;
  }
  return places;
}
