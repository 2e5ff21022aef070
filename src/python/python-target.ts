import type { ProcessFacts } from '../target/facts.ts';
import type { System } from '../target/system.ts';
import { isRefused, orNull } from '../target/system-error.ts';
import { readMaps } from './binary/maps.ts';
import type { FoundPython, PythonSearch } from './find-python.ts';
import { findPython } from './find-python.ts';
import { CodePlaces } from './frames/code-places.ts';
import { CPythonFrames } from './frames/cpython-frames.ts';
import { Handlings } from './frames/handling.ts';
import { InstalledPackages } from './installed-packages.ts';
import { readInterpreters } from './interpreters.ts';
import type { LookBounds } from './look-bounds.ts';
import { UNBOUNDED } from './look-bounds.ts';
import { PagedMemory } from './memory/paged-memory.ts';
import { CPythonObjects } from './objects/cpython-objects.ts';
import type { Pass } from './pass.ts';

/** Pages of the second look: it goes over each address once, in order. */
const PAGES_OF_SECOND_LOOK = 64;

/** One process: what does not change while it runs (its Python, its layout, its places in code) is kept between passes. */
export class PythonTarget {
  private readonly system: System;
  private readonly pid: number;
  private readonly bounds: LookBounds;
  private readonly memory: PagedMemory;
  private readonly memoryAgain: PagedMemory;
  private readonly installed: InstalledPackages;
  private found: FoundPython | null = null;
  private readers: Readers | null = null;

  constructor(system: System, pid: number, bounds: LookBounds = UNBOUNDED) {
    this.bounds = bounds;
    this.system = system;
    this.pid = pid;
    this.installed = new InstalledPackages(system, pid);
    this.memory = new PagedMemory(system, pid, bounds.pageCount);
    this.memoryAgain = new PagedMemory(system, pid, PAGES_OF_SECOND_LOOK);
  }

  /** Throws the system's error where the kernel refuses. */
  find(): PythonSearch {
    if (this.found !== null && !this.found.lacksAsyncioTable) return { outcome: 'found', python: this.found };
    this.memory.reset();
    this.tryMemory();
    const search = findPython(this.system, this.memory, this.pid);
    if (search.outcome === 'found') {
      this.found = search.python;
      this.readers = null;
    } else if (this.found !== null) {
      // What was once found does not become another thing: Python is taking itself down.
      return { outcome: 'found', python: this.found };
    }
    return search;
  }

  /** Memory has a permission of its own beside that of `maps` (cpython-memory.md, section 7). Throws the refusal. */
  private tryMemory(): void {
    const [first] = readMaps(this.system, this.pid);
    if (first === undefined) return;
    try {
      this.system.readAt(`/proc/${this.pid}/mem`, first.start, 8);
    } catch (error) {
      if (isRefused(error)) throw error;
    }
  }

  /** A new look at the process: pages and whatever was learnt by address are forgotten. Null when there is no interpreter. */
  pass(python: FoundPython, process: ProcessFacts, deadlineMs: number, mayBeReplaced = true): Pass | null {
    const { system, memory } = this;
    this.refresh();
    const interpreters = readInterpreters(memory, python.layout, python.runtime);
    const main = interpreters.at(-1);
    if (main === undefined) {
      const next = mayBeReplaced ? this.replacing() : null;
      return next === null ? null : this.pass(next, process, deadlineMs, false);
    }
    // While the interpreter takes itself down there are frames without any module.
    const { modules } = main;
    const readers = this.readersFor(python, modules);
    readers.objects.reset();
    readers.frames.reset();
    readers.framesAgain.access.reset();
    readers.places.libraryPath ??= libraryPath(readers.objects);
    return {
      system,
      process,
      memory,
      layout: python.layout,
      version: python.version,
      runtime: python.runtime,
      objects: readers.objects,
      frames: readers.frames,
      handlings: readers.handlings,
      interpreters,
      finalizing: this.isFinalizing(python),
      again: { memory: this.memoryAgain, access: readers.framesAgain.access },
      deadlineMs,
      maxTasks: this.bounds.maxTasks,
      outOfTime: () => system.nowMs() > deadlineMs,
    };
  }

  /** The Python of the program that has taken this one's place in the same process (execve); null where there is none. */
  private replacing(): FoundPython | null {
    this.system.reopen?.(`/proc/${this.pid}/mem`);
    this.refresh();
    // A process that ends just now has no maps any more: its end is told by who looks at it next.
    const search = orNull(() => findPython(this.system, this.memory, this.pid));
    if (search?.outcome !== 'found') return null;
    this.found = search.python;
    this.readers = null;
    return search.python;
  }

  /** `_PyRuntime` names the thread that takes the interpreter down. */
  isFinalizing({ runtime, layout }: FoundPython): boolean {
    return this.memory.word(runtime + layout.runtime.finalizing) !== 0;
  }

  /** Forgets the pages, so that what is read next is what is there now. */
  refresh(): void {
    this.memory.reset();
    this.memoryAgain.reset();
  }

  /** Keeps no pages: between captures, and while a report is written, the memory is of more use elsewhere. */
  release(): void {
    this.memory.release();
    this.memoryAgain.release();
  }

  get badReads(): number {
    return this.memory.badReads;
  }

  private readersFor({ layout }: FoundPython, modules: number): Readers {
    if (this.readers !== null && this.readers.modules === modules) return this.readers;
    const { memory } = this;
    const objects = new CPythonObjects(memory, layout, modules);
    const places = new CodePlaces(memory, layout, objects);
    places.installed = (file) => this.installed.packageOf(file);
    const frames = new CPythonFrames(memory, layout, objects, places);
    const handlings = new Handlings(memory, layout, objects, frames);
    const framesAgain = new CPythonFrames(this.memoryAgain, layout, objects, places);
    this.readers = { modules, objects, places, frames, handlings, framesAgain };
    return this.readers;
  }
}

interface Readers {
  modules: number;
  objects: CPythonObjects;
  places: CodePlaces;
  frames: CPythonFrames;
  handlings: Handlings;
  framesAgain: CPythonFrames;
}

/** Folder of `os`, which every Python imports at its start; null when it is built in or frozen without a file. */
function libraryPath(objects: CPythonObjects): string | null {
  const file = objects.str(objects.global('os', '__file__'), 4_096);
  return file === null ? null : (/^(\/.*)\/os\.pyc?$/.exec(file)?.[1] ?? null);
}
