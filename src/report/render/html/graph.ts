/** Who waits for whom, drawn; the tree below it says the same with every chain of awaits. */
import type { Report } from '../../report.ts';
import { count } from '../../words/numbers.ts';
import type { Forest } from './forest.ts';
import type { Drawing } from './graph/choose.ts';
import { chooseDrawing } from './graph/choose.ts';
import { drawGraph } from './graph/draw.ts';
import { GraphParts } from './graph/parts.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export function waitPicture(report: Report, forest: Forest): Html | null {
  const drawing = chooseDrawing(new GraphParts(report, forest));
  if (drawing === null) return null;
  return html`<section class="card"><h2>Who waits for whom</h2>
<div class="scroll" tabindex="0" role="region" aria-label="The picture of who waits for whom">${drawGraph(drawing)}</div>
<p class="quiet">${legend(drawing)}</p>
${leftOut(drawing, forest.hidden)}
</section>`;
}

/** Only what is there to be seen. */
function legend({ nodes, rings }: Drawing): string {
  const roles = new Set(nodes.map(({ role }) => role));
  const words = ['An arrow leads from who waits to what it waits for'];
  if (rings.size > 0) words.push('thick arrows go round in a ring: nobody in it can go on');
  if (roles.has('culprit')) words.push('the thick border marks a culprit');
  if (roles.has('bystander')) words.push('a dashed border one who is not to blame');
  if (nodes.some(({ kind }) => kind === 'thing')) words.push('what is round is no task');
  words.push('a box leads to the chain of awaits');
  return `${words.join('; ')}.`;
}

function leftOut({ aloneTasks, leftOutTasks, leftOutEdges }: Drawing, hidden: number): Html | null {
  const words: string[] = [];
  if (leftOutTasks + hidden > 0)
    words.push(
      `${count(leftOutTasks + hidden, 'task')} found no room: the ones nearest to the culprits are shown`,
    );
  if (aloneTasks > 0)
    words.push(
      `${count(aloneTasks, 'task')} that ${aloneTasks === 1 ? 'waits' : 'wait'} for no other, and no other for ${aloneTasks === 1 ? 'it' : 'them'}`,
    );
  if (leftOutEdges > 0) words.push(count(leftOutEdges, 'more arrow'));
  return words.length === 0 ? null : html`<p class="quiet">Not drawn: ${words.join('; ')}.</p>`;
}
