/** What a capture needs to know of the code it saw, beyond where it stands: sources, versions, and code without source. */
import type { System } from '../target/system.ts';
import { readCodeFacts } from './frames/code-facts.ts';
import { libraryVersions } from './library-versions.ts';
import { sourcesChanged } from './limits.ts';
import type { PythonView } from './look-at-python.ts';
import type { CaptureLimit, EnteredManager, SourceText } from './model/capture.ts';
import type { CodeFacts, CodePlace } from './model/frame.ts';
import type { Pass } from './pass.ts';
import type { SourceOwner } from './source-files.ts';
import { SourceFiles } from './source-files.ts';

export interface CodeKnowledge {
  sources: Map<string, SourceText>;
  codes: Map<number, CodeFacts>;
  libraries: Record<string, string>;
  limits: CaptureLimit[];
}

const MAX_CODES = 200;

export class SeenCode {
  private readonly files: SourceFiles;
  private readonly system: System;
  private readonly pid: number;
  private readonly readSource: boolean;
  /** Versions do not change while a process runs. */
  private libraries: Record<string, string> = {};

  constructor(system: System, pid: number, readSource: boolean) {
    this.files = new SourceFiles(system, pid);
    this.system = system;
    this.pid = pid;
    this.readSource = readSource;
  }

  about(view: PythonView, pass: Pass | null, process: SourceOwner): CodeKnowledge {
    const places = placesOf(view);
    const outOfTime = () => pass?.outOfTime() === true;
    const sources = this.readSource
      ? this.files.read(places, process, outOfTime)
      : new Map<string, SourceText>();
    if (pass !== null) this.addVersions(pass, places);
    return {
      sources,
      codes: pass === null ? new Map() : codesWithoutSource(pass, places, sources),
      libraries: this.libraries,
      limits: sourcesChanged([...this.files.changed]),
    };
  }

  private addVersions(pass: Pass, places: readonly CodePlace[]): void {
    const unknown = places.filter(({ package: name }) => name !== null && !(name in this.libraries));
    if (unknown.length === 0) return;
    this.libraries = { ...this.libraries, ...libraryVersions(this.system, this.pid, pass.objects, unknown) };
  }
}

/** Each place once: stacks are shared, and many end at the same await. */
function placesOf({ tasks, catches, failedTasks, threads, loops, signalHandlers }: PythonView): CodePlace[] {
  const stacks = new Set<readonly CodePlace[]>(threads.map(({ stack }) => stack));
  const places = new Set<CodePlace>();
  for (const { stack, handling } of [...tasks, ...threads]) {
    stacks.add(stack);
    for (const { traceback } of handling) stacks.add(traceback);
  }
  for (const { traceback } of failedTasks) stacks.add(traceback);
  for (const stack of stacks) for (const place of stack) places.add(place);
  for (const place of catches.flatMap(({ managers }) => managers.flatMap(codeOfManager))) places.add(place);
  for (const { place } of [...signalHandlers, ...loops.flatMap((loop) => loop.signalHandlers)]) {
    if (place !== null) places.add(place);
  }
  return [...places];
}

function codeOfManager({ generator, exit }: EnteredManager): CodePlace[] {
  return [generator, exit].filter((one) => one != null);
}

function codesWithoutSource(
  pass: Pass,
  places: readonly CodePlace[],
  sources: ReadonlyMap<string, SourceText>,
): Map<number, CodeFacts> {
  const codes = new Map<number, CodeFacts>();
  for (const { origin, codeId, file } of places) {
    if (origin === 'python' || codeId === 0 || codes.has(codeId) || codes.size >= MAX_CODES) continue;
    if ((sources.get(file)?.text ?? null) !== null || pass.outOfTime()) continue;
    const { memory, layout, objects, frames } = pass;
    const facts = readCodeFacts({ memory, layout, objects, places: frames.places }, codeId);
    if (facts !== null) codes.set(codeId, facts);
  }
  return codes;
}
