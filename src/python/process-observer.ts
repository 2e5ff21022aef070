import type { ProcessFacts } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import { explainRefusal } from '../target/permissions.ts';
import type { System } from '../target/system.ts';
import { isRefused } from '../target/system-error.ts';
import type { PythonSearch } from './find-python.ts';
import { LIMITS, noPermission, targetStopped, unreadablePython } from './limits.ts';
import { lookAtPython, nothingSeen } from './look-at-python.ts';
import type { Capture, CaptureLimit } from './model/capture.ts';
import type { ObserverOptions, ProcessObserver } from './observer.ts';
import type { Pass } from './pass.ts';
import { identityOf } from './python-identity.ts';
import { PythonTarget } from './python-target.ts';
import { Relatives } from './relatives.ts';
import { notPython, refuseGone, refuseZombie } from './target-errors.ts';
import { CpuShares } from './threads/cpu-shares.ts';

/** `refused`: the kernel does not let this user look into the process. */
type Search = PythonSearch | { outcome: 'refused' };

export function createObserver(options: ObserverOptions): ProcessObserver {
  return new CPythonObserver(options);
}

class CPythonObserver implements ProcessObserver {
  private readonly options: ObserverOptions;
  private readonly system: System;
  private readonly target: PythonTarget;
  private readonly relatives: Relatives;
  private readonly shares = new CpuShares();

  constructor(options: ObserverOptions) {
    this.options = options;
    this.system = options.system;
    this.target = new PythonTarget(options.system, options.pid);
    this.relatives = new Relatives(options.system);
  }

  async capture(budgetMs: number): Promise<Capture> {
    const { system, target } = this;
    const startMs = system.nowMs();
    const takenAtMs = Date.now();
    const family = readFamily(system, this.options.pid, this.options);
    const process = family.target;
    refuseZombie(process);
    const search = this.search();
    if (search.outcome === 'not-python') throw notPython(process);
    const badReadsBefore = target.badReads;
    const pass = search.outcome === 'found' ? target.pass(search.python, process, startMs + budgetMs) : null;
    const view = pass === null ? nothingSeen(process) : lookAtPython(pass, () => target.refresh());
    refuseGone(system, process);
    this.shares.fill(view.threads, startMs);
    return {
      takenAtMs,
      durationMs: system.nowMs() - startMs,
      method: pass === null ? 'signals' : 'memory',
      retries: view.retries,
      badReads: target.badReads - badReadsBefore,
      family,
      python: identityOf(process, search, pass, view.asyncioImported),
      pythonRelatives: this.relatives.pythons(family),
      loops: view.loops,
      tasks: view.tasks,
      doneTasks: view.doneTasks,
      primitives: view.primitives,
      threads: view.threads,
      signalHandlers: view.signalHandlers,
      libraries: {},
      sources: new Map(),
      codes: new Map(),
      limits: [...this.limits(process, search, pass), ...view.limits],
    };
  }

  close(): void {
    this.target.refresh();
  }

  private search(): Search {
    try {
      return this.target.find();
    } catch (error) {
      if (isRefused(error)) return { outcome: 'refused' };
      throw error;
    }
  }

  private limits({ pid, state }: ProcessFacts, search: Search, pass: Pass | null): CaptureLimit[] {
    const limits: CaptureLimit[] = [];
    if (state === 'T' || state === 't') limits.push(targetStopped(pid));
    if (search.outcome === 'refused') limits.push(noPermission(explainRefusal(this.system, pid)));
    if (search.outcome === 'unreadable') limits.push(unreadablePython(search.reason, search.version));
    if (search.outcome === 'found' && pass === null) limits.push(LIMITS.noInterpreter);
    return limits;
  }
}
