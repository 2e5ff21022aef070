/** What the signal handler's code calls, by itself and by the functions of its own file that it calls. */

import type { SignalHandler } from '../../python/model/capture.ts';
import { lastPart } from '../dotted-name.ts';
import type { Situation } from '../situation.ts';
import { calledNames } from '../source/called-names.ts';
import type { FunctionFacts } from '../source/surroundings.ts';

/** `on_term` → `self.begin()` → `create_task(self.shutdown())`. */
const DEPTH = 3;
const MOST_FUNCTIONS = 20;

export interface HandlerReach {
  /** Last parts of the names that it calls or hands on, directly or through plain functions: what it may have started. */
  names: ReadonlySet<string>;
  /** Coroutine functions of its own file among those. */
  coroutines: readonly FunctionFacts[];
  /** Plain functions of its own file among those, and the handler's own before them. */
  functions: readonly FunctionFacts[];
}

const known = new WeakMap<Situation, HandlerReach>();

export function reachOfHandler(situation: Situation, handler: SignalHandler): HandlerReach {
  let reach = known.get(situation);
  if (reach === undefined) {
    reach = findReach(situation, handler);
    known.set(situation, reach);
  }
  return reach;
}

const STARTS = /^(create_task|ensure_future|run_coroutine_threadsafe|start_soon)$/;

/** It makes tasks, or has what it calls make them. */
export function startsTasks(situation: Situation, handler: SignalHandler): boolean {
  return [...reachOfHandler(situation, handler).names].some((one) => STARTS.test(one));
}

/** The functions of the handler's file for which a name that it calls may stand: of `self`, it says so by the bare name. */
function functionsOf(situation: Situation, handler: SignalHandler, called: string): FunctionFacts[] {
  const { place, function: name } = handler;
  if (place === null || name === null || called.includes('.')) return [];
  return scopesOf(name, called).flatMap((one) => situation.functionNamed(place.file, one) ?? []);
}

/** Where a name that is called, by itself or of `self`, may be defined, seen from that function: the nearest first. */
export function scopesOf(name: string, call: string): string[] {
  const parts = name.split('.');
  return parts.map((_, index) => [...parts.slice(0, parts.length - index - 1), call].join('.'));
}

function findReach(situation: Situation, handler: SignalHandler): HandlerReach {
  const { place, function: name, calls, mentions } = handler;
  const names = new Set([...calls, ...mentions].map(lastPart));
  const coroutines = new Set<FunctionFacts>();
  if (place === null) return { names, coroutines: [], functions: [] };
  const seen = new Set<FunctionFacts>();
  let functions = [...calls, ...mentions].flatMap((one) => functionsOf(situation, handler, one).slice(0, 1));
  for (let depth = 0; depth < DEPTH && functions.length > 0; depth += 1) {
    // What a coroutine calls is its own affair: the handler only makes it.
    for (const one of functions) if (one.isAsync) coroutines.add(one);
    const plain = functions.filter((one) => !(one.isAsync || seen.has(one))).slice(0, MOST_FUNCTIONS);
    for (const one of plain) seen.add(one);
    const called = plain.flatMap((facts) => facts.calls.map(({ callee }) => ({ facts, callee })));
    for (const { callee } of called) names.add(lastPart(callee));
    functions = called.flatMap(({ facts, callee }) =>
      calledNames(facts, callee).flatMap((one) => situation.functionNamed(place.file, one) ?? []),
    );
  }
  const own = name === null ? null : situation.functionNamed(place.file, name);
  return { names, coroutines: [...coroutines], functions: own === null ? [...seen] : [own, ...seen] };
}
