/**
 * A stop that came late, and came: what took the time. It explains and accuses nobody, so that it is never `certain`: a
 * wait that ended was no hang.
 */
import type { Evidence } from '../context.ts';
import type { Finding } from '../vocabulary.ts';
import { lowerFirst, placeLabel } from '../words.ts';
import type { Holder } from './holders.ts';
import { holdersOf, middleOf } from './holders.ts';
import { hasNotReacted, PAST } from './past.ts';
import { sightsOf } from './sights.ts';
import { amountOf, culpritLabel, looksLabel, shareOf, timeLabel } from './words.ts';

/** Of the whole stop, for it to be named beside the longest. */
const WORTH_NAMING = 0.1;
const MOST_NAMED = 4;
const UNTOLD_FIX =
  'Look at the threads and tasks of the last look below, and at the times of the looks; `straggler dump` on a process that is stopping shows it live.';
const NOT_REACTED_FIX =
  'See what the handler leaves to others, and how soon they look there: let them wait for it (an Event) instead of looking now and then.';

/** The longest holder, as the one finding; none where no look was taken since the signal. */
export function explainSlow(
  evidence: Evidence,
  findingsOf: (until: Evidence) => readonly Finding[],
): Finding[] {
  const { slow } = evidence;
  if (slow == null) return [];
  const sights = sightsOf(evidence, slow.exitSeconds, findingsOf);
  const [longest, ...others] = holdersOf(sights);
  if (longest === undefined) return [];
  return [findingOf(longest, others, slow)];
}

type Slow = NonNullable<Evidence['slow']>;

function findingOf(longest: Holder, others: readonly Holder[], slow: Slow): Finding {
  const { finding } = longest;
  const { totalSeconds } = slow;
  const isTold = finding.cause !== 'unknown' && !hasNotReacted(finding.cause);
  const isMost = longest.leastSeconds > 0 && middleOf(longest) >= totalSeconds / 2;
  return {
    ...finding,
    cause: isTold ? finding.cause : 'unknown',
    certainty: isTold && isMost && finding.certainty !== 'possible' ? 'likely' : 'possible',
    sentence: `Stopped after ${timeLabel(totalSeconds)}; ${sentencePart(longest, isTold)}.`,
    fix: fixOf(finding, isTold),
    evidence: evidenceOf(longest, others, slow),
    held: {
      leastSeconds: round(longest.leastSeconds),
      mostSeconds: round(longest.mostSeconds),
      ofSeconds: round(totalSeconds),
    },
  };
}

function sentencePart(longest: Holder, isTold: boolean): string {
  const words = doing(longest.finding);
  if (isTold || hasNotReacted(longest.finding.cause)) return `${amountOf(longest)} of it ${words}`;
  return `what took the time could not be told: ${amountOf(longest)} of it ${words}`;
}

/** "task 'worker' was in its cleanup (`finally:` at app.py:20), at app.py:22" */
function doing(finding: Finding): string {
  const { construct, frame } = finding.culprit;
  const isApart = construct !== null && (construct.line !== frame?.line || construct.file !== frame.file);
  const around = isApart ? ` (\`${construct.text}\` at ${placeLabel(construct)})` : '';
  const at =
    frame === null ? '' : `, at ${placeLabel(frame)}${frame.function === '' ? '' : ` in ${frame.function}`}`;
  return `${culpritLabel(finding)} ${PAST[finding.cause]}${around}${at}`;
}

function fixOf({ cause, fix }: Finding, isTold: boolean): string {
  if (isTold) return `If it should stop sooner: ${lowerFirst(fix)}`;
  return hasNotReacted(cause) ? NOT_REACTED_FIX : UNTOLD_FIX;
}

function evidenceOf(longest: Holder, others: readonly Holder[], slow: Slow): string[] {
  const { totalSeconds, exitSeconds } = slow;
  const offset = totalSeconds - exitSeconds;
  const { finding, places } = longest;
  const isWorthNaming = ({ mostSeconds }: Holder) => mostSeconds >= WORTH_NAMING * totalSeconds;
  return [
    `it held the shutdown for ${shareOf(longest, totalSeconds)}: ${looksLabel(longest.stretches, offset)}`,
    ...places
      .slice(1, MOST_NAMED)
      .map(
        (place) =>
          `${amountOf(place)} of that it ${doing(place.finding).replace(culpritLabel(place.finding), '').trimStart()}`,
      ),
    ...others
      .filter(isWorthNaming)
      .slice(0, MOST_NAMED)
      .map((one) => `${amountOf(one)} ${doing(one.finding)}: ${looksLabel(one.stretches, offset)}`),
    ...(finding.waitsFor === null
      ? []
      : [`at ${timeLabel(longest.seenAtSeconds + offset)}: ${finding.waitsFor.description}`]),
  ];
}

function round(seconds: number): number {
  return Math.round(1000 * seconds) / 1000;
}
