import { processCulprit } from '../culprit.ts';
import { hasVisiblyReacted } from '../signal/reaction.ts';
import type { Cause } from './cause.ts';
import { has, masksAtSignal, stopSignal } from './signal-masks.ts';

/** SIG_IGN survives fork and exec (signal(7)): a parent that ignores it hands that on. */
export const signalIgnored: Cause = {
  code: 'signal-ignored',
  title: 'the process ignores the signal',
  stage: 'signal',
  evidence: 'the signal is in SigIgn',
  find(situation) {
    const { target, ancestors } = situation.last.family;
    const signal = stopSignal(situation);
    if (!(has(masksAtSignal(situation).ignored, signal.number) && has(target.signals.ignored, signal.number)))
      return [];
    // A handler may put SIG_IGN in its own place while it stops the program: before the watch was joined, unseen.
    if (situation.before === null && situation.evidence.signal !== null && hasVisiblyReacted(situation))
      return [];
    const isProven = situation.before !== null || situation.evidence.signal === null;
    const parent = ancestors[0];
    const inherited = parent !== undefined && has(parent.signals.ignored, signal.number);
    const evidence = [`${signal.name} is in SigIgn of the process`];
    if (inherited)
      evidence.push(
        `its parent (pid ${parent.pid}, ${parent.comm}) ignores it too: it was probably inherited`,
      );
    return [
      {
        cause: 'signal-ignored',
        certainty: isProven || inherited ? 'certain' : 'likely',
        sentence: `The process ignores ${signal.name} (SIG_IGN${inherited ? `, inherited from ${parent.comm} with pid ${parent.pid}` : ''}), so the signal has no effect.`,
        fix: inherited
          ? `Start it without \`nohup\`, \`trap '' TERM\` or SIG_IGN in its parent, or set a handler at start: signal.signal(signal.SIGTERM, …).`
          : `Remove signal.signal(signal.${signal.name}, signal.SIG_IGN), or set a real handler. A program that has no such line was started so (\`nohup\`, \`env --ignore-signal\`, \`trap '' TERM\` before an \`exec\`): SIG_IGN outlasts exec, and a handler set at start replaces it.`,
        culprit: processCulprit(target),
        waitsFor: null,
        evidence,
        blocks: [],
      },
    ];
  },
};
