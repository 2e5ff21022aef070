/** Captures in, findings out. Pure: no file, no clock, no process. */
import type { Cause, Stage } from './causes/cause.ts';
import { STAGES } from './causes/cause.ts';
import { cleanupRoundsOfThreads } from './causes/cleanup-stuck-rounds.ts';
import { polledJobs } from './causes/polled-jobs.ts';
import { CAUSES } from './causes/table.ts';
import { gilFinding, unknownFinding } from './causes/unknown.ts';
import { programReplacedFinding } from './causes/unknown-program-replaced.ts';
import { stoppedFinding } from './causes/unknown-stopped.ts';
import { withoutCopiedLoops } from './children/forked.ts';
import { withoutOwnHandlers } from './children/own-handler-of-child.ts';
import { isAsked } from './children/told-children.ts';
import type { Evidence } from './context.ts';
import { prospectsOf } from './drains/prospects.ts';
import { mergeAlike } from './merge.ts';
import { mainInShutdown } from './shutdown/left-work.ts';
import { deliveryOf } from './signal/delivery.ts';
import { anythingCancelled } from './signal/reaction.ts';
import type { Situation } from './situation.ts';
import { situationOf } from './situation-of.ts';
import { explainSlow } from './slow/explain.ts';
import { gilHolder } from './threads/gil-holder.ts';
import { verdictsOf } from './verdicts.ts';
import type { CauseCode, Diagnosis, Finding, Phase } from './vocabulary.ts';
import { isOfBystanderLoop, sideLoops, sideLoopsRest, withoutLoops } from './waits/bystander-loops.ts';
import { placeLabel } from './words.ts';

/** What keeps the process alive, most to blame first. None for a process that has ended in time, or that nobody asked to stop and nothing would hold; of a slow end what took the time. */
export function diagnose(given: Evidence): Diagnosis {
  if (given.captures.length === 0) return nothingSeen(given);
  const evidence = given.children === undefined ? given : { ...given, children: withoutCopiedLoops(given) };
  const situation = situationOf(evidence);
  const found = evidence.ended ? [] : ownFindings(situation);
  const findings = evidence.ended
    ? explainSlow(evidence, (until) => diagnose(until).findings)
    : withChildren(evidence, mergeAlike(found));
  return {
    phase: phaseFor(situation, findings),
    findings,
    verdicts: verdictsOf(situation, evidence.ended ? findings : found),
  };
}

/** Signals that never took effect: the program is where it was before. */
const UNTAKEN: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'signal-ignored',
  'signal-blocked',
  'signal-dropped-by-pid1',
  'signal-not-sent',
  'signal-not-forwarded',
]);

function phaseFor(situation: Situation, findings: readonly Finding[]): Phase {
  const { phase, evidence, last } = situation;
  if (evidence.ended) return phase;
  if (!deliveryOf(situation).sent) return 'before-signal';
  const [first] = findings;
  if (phase !== 'draining' || first === undefined || first.certainty === 'possible') return phase;
  // A launcher of Python has got the signal, and keeps it.
  const isTaken = first.cause === 'signal-not-forwarded' && first.culprit.pid === last.family.target.pid;
  return UNTAKEN.has(first.cause) && !isTaken ? 'before-signal' : phase;
}

function ownFindings(situation: Situation): Finding[] {
  const found = besideLoops(situation) ?? findingsOf(situation);
  return found.map((one) => (isCut(situation) ? unproven(one) : one));
}

/** What says of a task that it was not told, which is no news of one that nobody had to tell. */
const UNTOLD: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'signal-flag-unread',
  'signal-handler-replaced',
  'signal-handler-failed',
  'cancel-never-requested',
  'unknown',
]);

/**
 * What is found without loops that run beside the service in daemon threads, where these are idle; or the main thread has
 * gone on to the shutdown, and nothing of them is seen to be told. Null where there are none, or they may be the service.
 */
function besideLoops(situation: Situation): Finding[] | null {
  const ids = sideLoops(situation);
  if (ids.size === 0 || situation.evidence.signal === null) return null;
  const rest = situationOf(withoutLoops(situation.evidence, ids));
  const isApart = sideLoopsRest(situation);
  if (!isApart && mainInShutdown(rest) === null) return null;
  const found = findingsOf(rest);
  if (found.every(({ certainty }) => certainty === 'possible')) return null;
  if (isApart) return found;
  return findingsOf(situation).every((one) => one.certainty === 'possible' || UNTOLD.has(one.cause))
    ? found
    : null;
}

/** A look that ran out of time saw a part: what would say otherwise may be in the rest. */
function isCut({ last }: Situation): boolean {
  return last.limits.some(({ code }) => code === 'time-ran-out');
}

/** A watch that begins when the process is gone, or that could not look yet. */
function nothingSeen({ ended }: Evidence): Diagnosis {
  return { phase: ended ? 'exited' : 'unknown', findings: [], verdicts: new Map() };
}

/** Stage by stage: what an earlier stage finds with some certainty explains what the later ones would see. */
function findingsOf(situation: Situation, causes: readonly Cause[] = CAUSES): Finding[] {
  const holder = gilHolder(situation);
  if (holder !== null) return [gilFinding(situation, holder)];
  const plain = stoppedFinding(situation) ?? programReplacedFinding(situation);
  if (plain !== null) return [plain];
  const found: Finding[] = [];
  const heldBack: Finding[] = [];
  const asked = situation.evidence.signal !== null || isStopping(situation);
  for (const stage of STAGES) {
    if (!asked && stage === 'tasks') return [...found, ...heldBack, ...prospectsOf(situation)];
    const ofStage = findingsOfStage(
      situation,
      causes.filter((cause) => cause.stage === stage),
    );
    for (const one of ofStage)
      (stage === 'loop' && isOfBystanderLoop(situation, one) ? heldBack : found).push(one);
    if (found.some((one) => one.certainty !== 'possible')) return found;
  }
  if (heldBack.length > 0) return [...heldBack.map(unproven), ...found];
  if (found.length === 0 && asked) found.push(...lastGuess(situation));
  return found;
}

/** Nothing else explains it: who is in the middle of a job, the rounds of a shutdown, or what was seen. */
function lastGuess(situation: Situation): Finding[] {
  const jobs = polledJobs(situation);
  if (jobs.length > 0) return jobs;
  const rounds = cleanupRoundsOfThreads(situation);
  return rounds.length > 0 ? rounds : [unknownFinding(situation)];
}

/** A process has one signal and one handler of it: here the first cause that finds anything is the answer. */
const EXCLUSIVE_STAGES: ReadonlySet<Stage> = new Set<Stage>(['signal', 'handler']);

/** A task, a thread or a process is named once: by the first cause that claims it. */
function findingsOfStage(situation: Situation, causes: readonly Cause[]): Finding[] {
  const claimed = new Set<string>();
  const found: Finding[] = [];
  for (const cause of causes) {
    if (found.length > 0 && EXCLUSIVE_STAGES.has(cause.stage)) break;
    for (const finding of cause.find(situation)) {
      const { task, thread, process } = finding.culprit;
      const key = task?.id ?? (thread === null ? `process ${process?.pid}` : `thread ${thread.id}`);
      if (claimed.has(key)) continue;
      claimed.add(key);
      found.push(finding);
    }
  }
  return found;
}

/** A process may be stopping though this watch sent nothing: a dump of a pod in termination. */
function isStopping(situation: Situation): boolean {
  return (
    (situation.phase !== 'before-signal' && situation.phase !== 'unknown') || anythingCancelled(situation)
  );
}

/** What is found in a child that the process waits for comes before the waiting: the supervisor is not to blame. */
function withChildren(evidence: Evidence, findings: readonly Finding[]): Finding[] {
  // Children that were not told are not to blame for what they do.
  if (findings[0]?.cause === 'signal-not-forwarded' && findings[0].certainty !== 'possible')
    return [...findings];
  const isPool = findings[0]?.cause === 'process-pool-stuck';
  const isLed = findings[0]?.culprit.kind === 'process';
  const ofChildren = (evidence.children ?? [])
    // Where no wait leads to them, only of those that show it can it be said that they were asked to stop.
    .filter((one) => isLed || isAsked(evidence, one))
    .flatMap(({ pid, captures }) => findingsOfChild(evidence, pid, captures));
  const all = withoutOwnHandlers(evidence, ofChildren, findings).filter(
    (one) => !(isPool && NEEDS_SIGNAL.has(one.cause)),
  );
  const found = withoutUntold(all);
  const sure = withoutWaiters(found.filter((one) => one.certainty !== 'possible')).map((one) =>
    withWaiter(one, findings[0]),
  );
  // A guess about a child does not explain the waiting away: it comes after it.
  return sure.length > 0 ? sure : [...findings, ...found];
}

/** Of a child that is on its way out no line of the service's is to be seen: where its parent waits for it there is. */
function withWaiter(finding: Finding, waiting: Finding | undefined): Finding {
  const { cause, culprit } = finding;
  const at = waiting?.culprit.construct ?? null;
  if (cause !== 'multiprocessing-queue-undrained' || culprit.construct !== null || at === null)
    return finding;
  return {
    ...finding,
    culprit: { ...culprit, construct: at },
    evidence: [...finding.evidence, `its parent waits for it at ${placeLabel(at)}`],
  };
}

/** That a child does not take the signal is what child-still-running says already. */
const TOLD_BY_PARENT: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'unknown',
  'signal-ignored',
  'signal-blocked',
  'signal-dropped-by-pid1',
]);

/** A supervisor may have a supervisor: that one below it waits for a process says nothing where that process's own fault is known. */
function withoutWaiters(found: readonly Finding[]): Finding[] {
  return found.filter(
    (one) =>
      one.culprit.process === null ||
      !found.some(({ culprit }) => culprit.process === null && culprit.pid === one.culprit.pid),
  );
}

/** Nobody signals the workers of a pool that is joined: they are waited for. */
const NEEDS_SIGNAL: ReadonlySet<CauseCode> = new Set<CauseCode>([
  'signal-flag-unread',
  'signal-handler-replaced',
  'signal-handler-failed',
]);

/**
 * A supervisor that tells and joins one after the other has not come to those behind the one that keeps it: that they have
 * not reacted is nobody's fault.
 */
function withoutUntold(found: readonly Finding[]): Finding[] {
  const isOfUntold = ({ cause }: Finding) => NEEDS_SIGNAL.has(cause) || cause === 'cancel-never-requested';
  const keepers = new Set(
    found.filter((one) => !isOfUntold(one) && one.certainty !== 'possible').map(({ culprit }) => culprit.pid),
  );
  if (keepers.size === 0) return [...found];
  return found.filter((one) => keepers.has(one.culprit.pid) || !isOfUntold(one));
}

/** The child was asked to stop too, by its parent as far as can be told. */
function findingsOfChild(evidence: Evidence, pid: number, captures: Evidence['captures']): Finding[] {
  const { signal, graceSeconds } = evidence;
  if (captures.length === 0 || signal === null) return [];
  const below = new Set(captures.at(-1)?.capture.family.descendants.map((one) => one.pid));
  const asked: Evidence = {
    captures,
    signal: { ...signal, sentBy: 'unknown' as const, sentToPid: pid },
    graceSeconds,
    ended: false,
    children: (evidence.children ?? []).filter((one) => below.has(one.pid)),
  };
  const found = mergeAlike(ownFindings(situationOf(asked)));
  const isDeaf = found.some((one) => TOLD_BY_PARENT.has(one.cause));
  // It is pending there: the parent did send it.
  const blocked = found.filter((one) => one.cause === 'signal-blocked');
  const own = isDeaf ? onItsOwn(asked).filter((one) => !TOLD_BY_PARENT.has(one.cause)) : found;
  return (
    (own.length > 0 ? own : blocked)
      .filter((one) => one.cause === 'signal-blocked' || !TOLD_BY_PARENT.has(one.cause))
      // Whether the parent passed the signal on, nothing in the child proves.
      .map((one) => (one.cause === 'cancel-never-requested' ? unproven(one) : one))
      .map((one) => ({ ...one, sentence: `In its child process ${pid}: ${one.sentence}` }))
  );
}

function unproven(finding: Finding): Finding {
  return finding.certainty === 'certain' ? { ...finding, certainty: 'likely' } : finding;
}

/** A child that takes no signal may be on its way out all the same. */
function onItsOwn(asked: Evidence): Finding[] {
  const situation = situationOf(asked);
  return findingsOf(
    situation,
    CAUSES.filter((cause) => cause.stage === 'leaving'),
  );
}
