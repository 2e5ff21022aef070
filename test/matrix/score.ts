/** What a verdict is worth, for docs/accuracy.md: the judge's answer in parts that can be counted. */
import type { Program } from '../support/program-headers.ts';
import type { TestPython } from '../support/pythons.ts';
import type { ReportedStop } from './judge.ts';
import { blamedInnocents, isWronglyCertain, wrongPlace } from './judge.ts';

export interface Score {
  /** The first that its header names; `none` for a control. */
  expected: string;
  /** What the report says first; null when it has no finding. */
  said: { cause: string; certainty: string } | null;
  rightCause: boolean;
  /** null: the header marks no line, or the cause is wrong. */
  rightLine: boolean | null;
  /** Findings about a control, or about somebody whom the header calls innocent. */
  falseAccusations: number;
  /** Findings that are called certain, first or not, and name another cause or somebody else. */
  wronglyCertain: number;
  seconds: number | null;
}

export function scoreOf(program: Program, python: TestPython, report: ReportedStop): Score {
  const { findings, verdictSeconds = null } = report;
  const [first] = findings;
  const isControl = program.causes.length === 0;
  const rightCause = first === undefined ? isControl : program.causes.includes(first.cause);
  const marksLine = program.frameLines(python.minor).length > 0 || program.constructs.isRequired;
  const isLineJudged = first !== undefined && rightCause && marksLine;
  return {
    expected: program.causes[0] ?? 'none',
    said: first === undefined ? null : { cause: first.cause, certainty: first.certainty },
    rightCause,
    rightLine: isLineJudged ? wrongPlace(program, python, first).length === 0 : null,
    falseAccusations: isControl ? findings.length : blamedInnocents(program, findings).length,
    wronglyCertain: findings.filter((finding) => isWronglyCertain(program, python, finding)).length,
    seconds: verdictSeconds,
  };
}
