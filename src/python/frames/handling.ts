/** Exceptions that frames are in the middle of handling (cpython-memory.md, 5.5, 5.8, 6). */
import type { Layout } from '../layouts/layout.ts';
import type { MemoryReader } from '../memory/reader.ts';
import type { CodePlace, Handling } from '../model/frame.ts';
import type { Objects } from '../objects/objects.ts';
import type { CPythonFrames } from './cpython-frames.ts';

/** `PyTracebackObject` behind its header. */
const TRACEBACK = { next: 0, frame: 8, lastInstruction: 16 };
const MAX_TRACEBACK = 128;
const MAX_CONTEXTS = 8;

export class Handlings {
  private readonly memory: MemoryReader;
  private readonly layout: Layout;
  private readonly headerBytes: number;
  private readonly objects: Objects;
  private readonly frames: CPythonFrames;

  constructor(memory: MemoryReader, layout: Layout, objects: Objects, frames: CPythonFrames) {
    this.memory = memory;
    this.layout = layout;
    this.headerBytes = layout.object.headerBytes;
    this.objects = objects;
    this.frames = frames;
  }

  /** Null when the address is NULL, None or no exception. */
  read(exception: number, frameIndex: number): Handling | null {
    if (exception === 0 || this.objects.isNone(exception)) return null;
    const lineage = this.objects.typeLineage(exception);
    const [exceptionType] = lineage;
    if (exceptionType === undefined || !lineage.includes('BaseException')) return null;
    return {
      frameIndex,
      exceptionType: bareName(exceptionType),
      isCancelled: isCancellation(lineage),
      traceback: this.traceback(exception),
      contextTypes: this.contextTypes(exception),
    };
  }

  /**
   * A cancellation whose cleanup has met this exception, and is in a clause for it: `finally: try: send() except OSError: await …`.
   * The slot holds the inner one alone; entering its clause has put the outer one on the frame's stack (PUSH_EXC_INFO; three
   * values up to 3.10). One that was turned into the inner one is its context as well, and not on the stack any more.
   */
  cancellationAround({ isCancelled, contextTypes, frameIndex }: Handling, frame: number): Handling | null {
    if (isCancelled || !contextTypes.includes('CancelledError')) return null;
    const around = this.frames
      .valueStack(frame)
      .find((value) => isCancellation(this.objects.typeLineage(value)));
    return around === undefined ? null : this.read(around, frameIndex);
  }

  /** Code of the frame that caught the exception: the outermost entry of its traceback. 0 when there is none. */
  catchingFrame(exception: number): { code: number; frame: number } {
    const first = this.memory.word(exception + this.layout.exception.traceback);
    return this.objects.typeName(first) === 'traceback' ? this.entry(first) : { code: 0, frame: 0 };
  }

  private traceback(exception: number): CodePlace[] {
    const { memory } = this;
    const places: CodePlace[] = [];
    let entry = memory.word(exception + this.layout.exception.traceback);
    while (places.length < MAX_TRACEBACK && this.objects.typeName(entry) === 'traceback') {
      const { code } = this.entry(entry);
      if (code !== 0)
        places.push(
          this.frames.place(code, memory.int32(entry + this.headerBytes + TRACEBACK.lastInstruction)),
        );
      entry = memory.word(entry + this.headerBytes + TRACEBACK.next);
    }
    return places;
  }

  private entry(traceback: number): { code: number; frame: number } {
    const object = this.memory.word(traceback + this.headerBytes + TRACEBACK.frame);
    const { frame } = this.layout;
    const address = frame.kind === 'object' ? object : this.memory.word(object + frame.inFrameObject);
    const code = this.frames.access.code(address);
    return { code: this.objects.typeName(code) === 'code' ? code : 0, frame: address };
  }

  private contextTypes(exception: number): string[] {
    const { memory, objects } = this;
    const { context, cause } = this.layout.exception;
    const names: string[] = [];
    let current = memory.word(exception + cause) || memory.word(exception + context);
    while (names.length < MAX_CONTEXTS && objects.isInstance(current, 'BaseException')) {
      names.push(bareName(objects.typeName(current)));
      current = memory.word(current + cause) || memory.word(current + context);
    }
    return names;
  }
}

/** asyncio's own: that of concurrent.futures has the same name, but is an Exception. */
function isCancellation(lineage: string[]): boolean {
  return lineage.includes('CancelledError') && !lineage.includes('Exception');
}

function bareName(typeName: string): string {
  return typeName.slice(typeName.lastIndexOf('.') + 1);
}
