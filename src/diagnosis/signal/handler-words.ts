/** What became of the stop signal's handler, in one clause of evidence: whether it has run, and what it set. */

import { stopSignal } from '../causes/signal-masks.ts';
import type { Situation } from '../situation.ts';
import { listLabel, placeLabel } from '../words.ts';
import { flagState, hasRun, isDue } from './flag-state.ts';
import { handlersOf, onlyTells } from './handlers.ts';

/** Empty where there is none, or no signal was sent. */
export function handlerEvidence(situation: Situation): string[] {
  const { acting } = handlersOf(situation);
  if (situation.evidence.signal === null || acting === null) return [];
  const at = acting.place === null ? '' : ` (${placeLabel(acting.place)})`;
  const who = `the handler ${acting.function ?? `of ${stopSignal(situation).name}`}${at}`;
  if (isDue(situation)) return [`${who} has not been called yet`];
  const named = (state: 'set' | 'unset') =>
    listLabel(
      acting.flags
        .filter(({ name }) => flagState(situation, acting, name) === state)
        .map(({ name }) => (name === '' ? 'its event' : `'${name}'`)),
    );
  const run = hasRun(situation, acting);
  if (run === true) return [`${who} has run, and set ${named('set')}`];
  if (run === false) return [`${who} has not run, or not come to its end: ${named('unset')} is as it was`];
  if (onlyTells(acting)) return [`${who} only tells of the signal`];
  const doesNothing =
    acting.place !== null && acting.stores.length + acting.calls.length + acting.mentions.length === 0;
  return [
    doesNothing
      ? `${who} does nothing by itself`
      : `${stopSignal(situation).name} has ${who}; whether it has run cannot be seen`,
  ];
}
