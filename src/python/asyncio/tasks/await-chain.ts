import type { CPythonFrames } from '../../frames/cpython-frames.ts';
import type { FrameAccess } from '../../frames/frame-access.ts';
import { emptyLook, GeneratorState } from '../../frames/frame-access.ts';
import type { RawFrame } from '../../frames/frames.ts';
import type { MemoryReader } from '../../memory/reader.ts';
import type { CodePlace, Handling } from '../../model/frame.ts';
import type { Pass } from '../../pass.ts';
import { ChainKind, ChainKinds } from './chain-kinds.ts';
import { belowCompiled } from './compiled-links.ts';
import { RawFrames } from './raw-frames.ts';
import { SharedStacks } from './shared-stacks.ts';

/** Far above Python's own recursion limit of 1,000. */
const MAX_DEPTH = 4_096;
const MAX_STEPS = MAX_DEPTH * 3;

const NO_HANDLINGS: Handling[] = [];

/** The chain of awaits of one task after the other: fields hold the last one walked, until the next `walk`. */
export class AwaitChain {
  /** Outermost first. The frames are filled again by the next walk. */
  frames: RawFrame[] = [];
  /** Of the outermost coroutine; `ended` also when it is no coroutine. */
  state: GeneratorState = GeneratorState.ended;
  /** What ended the chain: a future, an unknown awaitable, or 0. */
  awaited = 0;
  /** Type name of an end that is not known, else null. */
  end: string | null = null;
  handlings: Handling[] = NO_HANDLINGS;
  /** Address of the innermost generator, 0 when there is none. */
  innermost = 0;
  readonly stacks = new SharedStacks();
  private readonly pass: Pass;
  private readonly memory: MemoryReader;
  /** Pointer of a wrapper, future of an iterator: the first field behind the header. */
  private readonly first: number;
  private readonly cpythonFrames: CPythonFrames;
  private readonly access: FrameAccess;
  private readonly kinds: ChainKinds;
  private readonly look = emptyLook();
  private readonly pool = new RawFrames();

  constructor(pass: Pass) {
    this.pass = pass;
    this.memory = pass.memory;
    this.first = pass.layout.object.headerBytes;
    this.cpythonFrames = pass.frames;
    this.access = pass.frames.access;
    this.kinds = new ChainKinds(pass.objects);
  }

  stack(): CodePlace[] {
    return this.stacks.stack();
  }

  /** Follows the chain from a task's coroutine down to the future, or whatever else its innermost frame awaits. */
  walk(coroutine: number): void {
    this.begin();
    let link = coroutine;
    let tortoise = 0;
    let steps = 0;
    while (link !== 0 && this.pool.depth < MAX_DEPTH && steps < MAX_STEPS) {
      steps += 1;
      // Brent's cycle test: the mark moves to the current link at each power of two.
      if (link === tortoise) break;
      if ((steps & (steps - 1)) === 0) tortoise = link;
      const kind = this.kinds.of(link);
      if (kind === ChainKind.wrapper) link = this.memory.word(link + this.first);
      else if (kind === ChainKind.compiled) {
        const below = belowCompiled(this.pass, this.kinds, link);
        if (below === 0) {
          this.finish(link, kind);
          break;
        }
        link = below;
      } else if (kind === ChainKind.coroutine || kind === ChainKind.generator) {
        link = this.enter(link, kind === ChainKind.coroutine);
      } else {
        this.finish(link, kind);
        break;
      }
    }
    this.frames = this.pool.all();
  }

  private begin(): void {
    this.pool.begin();
    this.state = GeneratorState.ended;
    this.awaited = 0;
    this.end = null;
    this.handlings = NO_HANDLINGS;
    this.innermost = 0;
    this.stacks.begin();
  }

  /** Adds the frame of a coroutine or generator, and gives what that awaits; 0 at the end. */
  private enter(generator: number, isCoroutine: boolean): number {
    const { look } = this;
    this.access.look(generator, isCoroutine, look);
    const { state, frame, code, handled } = look;
    if (this.pool.depth === 0) this.state = state;
    if (state === GeneratorState.ended || code === 0) return 0;
    this.cpythonFrames.learnFromGenerator(generator, code);
    const place = this.cpythonFrames.place(code, look.instruction);
    this.cpythonFrames.learnOrigin(frame, code, place);
    this.stacks.step(place);
    this.innermost = generator;
    if (handled !== 0) this.addHandling(handled, frame);
    this.pool.push(frame, place, generator);
    return look.awaited;
  }

  private finish(link: number, kind: ChainKind): void {
    if (kind === ChainKind.futureIterator) {
      this.awaited = this.memory.word(link + this.first);
      return;
    }
    this.awaited = link;
    this.end = this.pass.objects.typeName(link) || '?';
  }

  private addHandling(exception: number, frame: number): void {
    const { handlings } = this.pass;
    const handling = handlings.read(exception, this.pool.depth);
    if (handling === null) return;
    if (this.handlings === NO_HANDLINGS) this.handlings = [];
    const around = handlings.cancellationAround(handling, frame);
    if (around !== null) this.handlings.push(around);
    this.handlings.push(handling);
  }
}
