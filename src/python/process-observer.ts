import type { ProcessFacts } from '../target/facts.ts';
import { readFamily } from '../target/family.ts';
import { explainRefusal } from '../target/permissions.ts';
import type { System } from '../target/system.ts';
import { errorCode, isGone } from '../target/system-error.ts';
import type { PythonSearch } from './find-python.ts';
import {
  LIMITS,
  limitsOfLayout,
  noPermission,
  targetStopped,
  unreadablePython,
  unreadScheduler,
} from './limits.ts';
import type { PythonView } from './look-at-python.ts';
import { lookAtPython, nothingSeen } from './look-at-python.ts';
import type { Capture, CaptureLimit, SchedulerState } from './model/capture.ts';
import { schedulerRule } from './model/schedulers.ts';
import type { ObserverOptions, ProcessObserver } from './observer.ts';
import type { Pass } from './pass.ts';
import type { PySpyResult } from './pyspy/runner.ts';
import type { PySpyOutcome } from './pyspy/threads-by-py-spy.ts';
import { addPySpy } from './pyspy/threads-by-py-spy.ts';
import { identityOf } from './python-identity.ts';
import { PythonTarget } from './python-target.ts';
import { Relatives } from './relatives.ts';
import { readSchedulers } from './schedulers/read-schedulers.ts';
import { SeenCode } from './seen-code.ts';
import { notPython, refuseGone, refuseZombie } from './target-errors.ts';
import { CpuShares } from './threads/cpu-shares.ts';

/** py-spy takes 5–30 ms (py-spy.md, section 3): what it may add to a walk that saw nearly all is not worth more. */
const ADDITION_MS = 100;
/** A witness must not live on when the look has gone ahead without it. */
const WITNESS_MS = 500;
const NOT_ASKED = Symbol('not asked');

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
  private readonly code: SeenCode;
  private readonly shares = new CpuShares();
  private isWitnessed = false;
  /** Seen at any look: its thread's stack may be out of sight for a moment. */
  private hasScheduler = false;

  constructor(options: ObserverOptions) {
    this.options = options;
    this.system = options.system;
    this.target = new PythonTarget(options.system, options.pid, options.bounds);
    this.relatives = new Relatives(options.system);
    this.code = new SeenCode(options.system, options.pid, options.readSource);
  }

  async capture(budgetMs: number): Promise<Capture> {
    const { system, target } = this;
    const startMs = system.nowMs();
    const takenAtMs = Date.now();
    const family = readFamily(system, this.options.pid, this.options);
    const process = family.target;
    refuseZombie(process);
    const search = this.search();
    if (search.outcome === 'not-python') {
      refuseGone(system, process);
      throw notPython(process);
    }
    const badReadsBefore = target.badReads;
    const witness = this.startWitness(search, budgetMs);
    const pass = search.outcome === 'found' ? target.pass(search.python, process, startMs + budgetMs) : null;
    const view =
      pass === null ? nothingSeen(process) : lookAtPython(pass, () => target.refresh(), this.options.looks);
    const bySpy = await this.addPySpy(view, pass, { budgetMs, witness });
    refuseGone(system, process);
    this.shares.fill(view.threads, startMs);
    const schedulers = readSchedulers(view.threads, pass);
    this.hasScheduler ||= schedulers.length > 0;
    const { limits: limitsOfCode, ...codeKnowledge } = this.code.about(view, pass, process);
    const capture: Capture = {
      takenAtMs,
      durationMs: system.nowMs() - startMs,
      method: methodOf(pass, bySpy),
      retries: view.retries,
      badReads: target.badReads - badReadsBefore,
      family,
      python: identityOf(process, search, pass, view.asyncioImported),
      pythonRelatives: this.relatives.pythons(family),
      loops: view.loops,
      schedulers,
      tasks: view.tasks,
      doneTasks: view.doneTasks,
      failedTasks: view.failedTasks,
      primitives: view.primitives,
      workLeft: view.workLeft,
      tasksInSight: view.tasksInSight,
      ...(view.numbersInSight === null ? {} : { numbersInSight: view.numbersInSight }),
      catches: view.catches,
      threads: view.threads,
      signalHandlers: view.signalHandlers,
      ...codeKnowledge,
      limits: [
        ...this.limits(process, search, pass),
        ...view.limits.filter(({ code }) => !this.hasScheduler || code !== LIMITS.noAsyncio.code),
        ...unreadSchedulers(schedulers),
        ...limitsOfCode,
        ...(bySpy.limit === null ? [] : [bySpy.limit]),
      ],
    };
    target.release();
    return capture;
  }

  close(): void {
    this.target.release();
  }

  /** A second witness for the first look, beside the walk, which leaves it the other processor. */
  private startWitness(search: Search, budgetMs: number): Promise<PySpyResult> | null {
    const { pySpy, pid, witness } = this.options;
    if (pySpy === null || witness !== 'first-look' || this.isWitnessed || search.outcome !== 'found')
      return null;
    this.isWitnessed = true;
    return pySpy.dump(pid, Math.min(budgetMs, WITNESS_MS));
  }

  /**
   * Beside the first look's witness, py-spy is asked for what the own walk could not see. Where that saw every thread's
   * stack, it could only confirm it, for the price of a process and of 5 ms. Its failure is told where it was the only one
   * to ask.
   */
  private async addPySpy(
    view: PythonView,
    pass: Pass | null,
    { budgetMs, witness }: { budgetMs: number; witness: Promise<PySpyResult> | null },
  ): Promise<PySpyOutcome> {
    const result =
      witness === null ? await this.askPySpy(view, pass, budgetMs) : await within(witness, ADDITION_MS);
    if (result === NOT_ASKED) return { gaveStacks: false, limit: null };
    const outcome = addPySpy(view.threads, result, pass?.frames.places.libraryPath ?? null);
    return pass === null ? outcome : { ...outcome, limit: null };
  }

  private async askPySpy(
    view: PythonView,
    pass: Pass | null,
    budgetMs: number,
  ): Promise<PySpyResult | typeof NOT_ASKED> {
    const { pySpy, pid } = this.options;
    if (pySpy === null || (pass !== null && sawEveryStack(view))) return NOT_ASKED;
    return await pySpy.dump(pid, pass === null ? budgetMs : Math.min(budgetMs, ADDITION_MS));
  }

  private search(): Search {
    try {
      return this.target.find();
    } catch (error) {
      // A process that ends just now loses its memory before its pid: the look at `stat` that follows tells which it is.
      if (isGone(error)) return { outcome: 'not-python' };
      // Whatever else the kernel answers, the rest of the look does not depend on it.
      if (errorCode(error) !== null) return { outcome: 'refused' };
      throw error;
    }
  }

  private limits({ pid, state }: ProcessFacts, search: Search, pass: Pass | null): CaptureLimit[] {
    const limits: CaptureLimit[] = [];
    if (state === 'T' || state === 't') limits.push(targetStopped(pid));
    if (search.outcome === 'refused') limits.push(noPermission(explainRefusal(this.system, pid)));
    if (search.outcome === 'unreadable') limits.push(unreadablePython(search.reason, search.version));
    if (search.outcome === 'found' && pass !== null) limits.push(...limitsOfLayout(search.python));
    if (search.outcome === 'found' && pass === null) limits.push(LIMITS.noInterpreter);
    return limits;
  }
}

/** Once each: several threads may run one. */
function unreadSchedulers(schedulers: readonly SchedulerState[]): CaptureLimit[] {
  return [...new Map(schedulers.map((one) => [one.library, one])).values()].flatMap(
    ({ library, version }) => {
      const rule = schedulerRule(library);
      return rule === null ? [] : [unreadScheduler(rule, version)];
    },
  );
}

function methodOf(pass: Pass | null, bySpy: PySpyOutcome): Capture['method'] {
  if (pass !== null) return 'memory';
  return bySpy.gaveStacks ? 'py-spy' : 'signals';
}

/** Null when the promise takes longer. */
async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Threads that Python does not know of have no stack to see. */
function sawEveryStack({ threads }: PythonView): boolean {
  const known = threads.filter(({ pthreadId }) => pthreadId !== 0);
  return known.length > 0 && known.every(({ stack }) => stack.length > 0);
}
