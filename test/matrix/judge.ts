/** Compares a report with what the program's header says; what is wrong comes back in words. */
import type { Program } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';

/** The fields of the report that are compared: of the JSON, as a user of the command line would read them. */
export interface ReportedFinding {
  cause: string;
  certainty: string;
  sentence?: string;
  fix?: string;
  evidence?: string[];
  culprit: {
    kind: string;
    task: { id: string; name: string; coroutine: string } | null;
    thread: { id: number; name: string } | null;
    process: { pid: number } | null;
    frame: { function: string; file: string; line: number } | null;
    construct: { kind: string; text: string; file: string; line: number } | null;
  };
}
export interface ReportedStop {
  outcome: string;
  findings: ReportedFinding[];
  /** What could not be seen: it explains a verdict that is missing. */
  limits?: { code: string }[];
  /** From the signal to the first report that says what the last one does; null when nobody listened. */
  verdictSeconds?: number | null;
}

/** Code objects know their qualified name since this minor. */
const QUALIFIED_SINCE = 11;

export function judge(program: Program, python: TestPython, report: ReportedStop): string[] {
  const { outcome, findings } = report;
  const problems: string[] = [];
  if (!program.outcomes.includes(outcome)) {
    problems.push(`outcome ${outcome}, expected ${program.outcomes.join(' or ')}`);
  }
  if (program.limit !== null && report.limits?.some(({ code }) => code === program.limit) !== true) {
    problems.push(`says nothing of the limit ${program.limit}`);
  }
  problems.push(...blamedInnocents(program, findings));
  if (program.causes.length === 0) {
    for (const finding of findings) problems.push(`blames ${describe(finding)}, expected nobody`);
    return problems;
  }
  const [first] = findings;
  if (first === undefined) return [...problems, `names no cause, expected ${program.causes.join(' or ')}`];
  if (!program.causes.includes(first.cause)) {
    const limits = report.limits?.map((limit) => limit.code).join(', ') ?? '';
    const blind = first.cause === 'unknown' && limits !== '' ? `, limits ${limits}` : '';
    return [...problems, `says ${describe(first)}, expected ${program.causes.join(' or ')}${blind}`];
  }
  problems.push(...wrongCulprit(program, python, first), ...wrongPlace(program, python, first));
  problems.push(...unsaid(program, first));
  if (program.isUnproven && first.certainty === 'certain') problems.push(`is certain of ${describe(first)}`);
  for (const finding of findings.slice(1)) {
    const isWrong = isWronglyCertain(program, python, finding);
    if (isWrong || !(finding.certainty === 'possible' || program.causes.includes(finding.cause)))
      problems.push(`also says ${describe(finding)}`);
  }
  if (program.namesAllCulprits) problems.push(...missingCulprits(program, python, findings));
  return problems;
}

/**
 * `certain` is said of what follows from the state alone: where the cause, or the one who is blamed for it, is another
 * than the header's, it is wrong wherever in the report it stands.
 */
export function isWronglyCertain(program: Program, python: TestPython, finding: ReportedFinding): boolean {
  if (finding.certainty !== 'certain') return false;
  return (
    program.isUnproven ||
    !program.causes.includes(finding.cause) ||
    wrongCulprit(program, python, finding).length > 0
  );
}

function wrongCulprit(program: Program, python: TestPython, { culprit }: ReportedFinding): string[] {
  const problems: string[] = [];
  if (program.kinds.length > 0 && !program.kinds.includes(culprit.kind)) {
    problems.push(`culprit is a ${culprit.kind}, expected ${program.kinds.join(' or ')}`);
  }
  if (program.task !== null && culprit.task !== null && culprit.task.name !== program.task) {
    problems.push(`culprit is task '${culprit.task.name}', expected '${program.task}'`);
  }
  if (program.thread !== null && culprit.thread !== null && culprit.thread.name !== program.thread) {
    problems.push(`culprit is thread '${culprit.thread.name}', expected '${program.thread}'`);
  }
  const seen = culprit.frame?.function ?? null;
  const isRight = (expected: string) => seen !== null && isSameFunction(expected, seen, python);
  if (program.culprits.length > 0 && !program.culprits.some(isRight)) {
    problems.push(`culprit stands in ${seen ?? 'no function'}, expected ${program.culprits.join(' or ')}`);
  }
  return problems;
}

function unsaid({ says }: Program, { sentence = '', fix = '', evidence = [] }: ReportedFinding): string[] {
  if (says === null || [sentence, fix, ...evidence].some((text) => text.includes(says))) return [];
  return [`does not say "${says}": ${sentence} ${fix}`];
}

function missingCulprits(
  program: Program,
  python: TestPython,
  findings: readonly ReportedFinding[],
): string[] {
  const named = findings.map((finding) => finding.culprit.frame?.function ?? '');
  return program.culprits
    .filter((expected) => !named.some((seen) => isSameFunction(expected, seen, python)))
    .map((name) => `does not name ${name}`);
}

/** Older code objects know their bare name only; whoever finds out the qualified one may say it. */
function isSameFunction(expected: string, seen: string, { minor }: TestPython): boolean {
  return seen === expected || (minor < QUALIFIED_SINCE && seen === bareName(expected));
}

export function wrongPlace(program: Program, python: TestPython, { culprit }: ReportedFinding): string[] {
  const problems: string[] = [];
  const frameLines = program.frameLines(python.minor);
  const { frame, construct } = culprit;
  if (frameLines.length > 0 && (frame === null || !frameLines.includes(frame.line))) {
    problems.push(`frame on line ${frame?.line ?? 'none'}, expected ${frameLines.join(' or ')}`);
  }
  const { lines, isRequired } = program.constructs;
  if (construct === null && isRequired) problems.push(`no construct, expected line ${lines.join(' or ')}`);
  if (construct !== null && lines.length > 0 && !lines.includes(construct.line)) {
    problems.push(`construct on line ${construct.line} (${construct.text}), expected ${lines.join(' or ')}`);
  }
  return problems;
}

export function blamedInnocents({ innocents }: Program, findings: readonly ReportedFinding[]): string[] {
  return findings.flatMap((finding) => {
    const { task, thread, frame } = finding.culprit;
    const names = [task?.name, task?.coroutine, thread?.name, frame?.function].filter(
      (name) => name !== undefined,
    );
    const blamed = innocents.find((innocent) =>
      names.some((name) => name === innocent || bareName(name) === innocent || name === bareName(innocent)),
    );
    return blamed === undefined ? [] : [`blames ${blamed}: ${describe(finding)}`];
  });
}

function describe({ cause, certainty, culprit }: ReportedFinding): string {
  const { frame, task, thread } = culprit;
  const who = task?.name ?? thread?.name ?? culprit.kind;
  const place = frame === null ? '' : ` at ${frame.function}:${frame.line}`;
  return `${cause} (${certainty}, ${who}${place})`;
}

function bareName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
}
