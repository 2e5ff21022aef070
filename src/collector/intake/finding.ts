/** What a hang is described by, out of a report's first finding. */
import type { Finding } from '../../report/report.ts';
import { findingTitle } from '../../report/words/culprit.ts';
import { culpritPlace } from '../../report/words/place.ts';
import type { HangFinding } from '../model/kept-report.ts';
import { plain, word } from './shapes.ts';

const TITLE_CHARACTERS = 300;
const TEXT_CHARACTERS = 2_000;
const PLACE_CHARACTERS = 200;
const PATH_CHARACTERS = 1_024;
const SOURCE_CHARACTERS = 300;
const EVIDENCE = { count: 16, characters: 400 };

export function hangFinding(finding: Finding): HangFinding {
  const { construct, frame } = finding.culprit;
  const place = construct ?? frame;
  const source = frame === null || frame.source === null ? null : { ...frame, text: frame.source };
  return {
    cause: word(finding.cause) ?? 'unknown',
    certainty: word(finding.certainty) ?? 'possible',
    title: plain(findingTitle(finding), TITLE_CHARACTERS),
    sentence: plain(finding.sentence, TEXT_CHARACTERS),
    fix: plain(finding.fix, TEXT_CHARACTERS),
    culprit: plain(culpritPlace(finding), PLACE_CHARACTERS),
    file: place === null ? null : plain(place.file, PATH_CHARACTERS),
    line: place === null ? null : place.line,
    construct: lineOf(construct),
    source: lineOf(source),
    evidence: finding.evidence
      .slice(0, EVIDENCE.count)
      .map((sentence) => plain(sentence, EVIDENCE.characters)),
  };
}

function lineOf(
  place: { text: string; file: string; line: number } | null,
): { text: string; file: string; line: number } | null {
  if (place === null) return null;
  return {
    text: plain(place.text, SOURCE_CHARACTERS),
    file: plain(place.file, PATH_CHARACTERS),
    line: place.line,
  };
}
