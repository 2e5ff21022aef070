/** Who is left, as trees by who waits for whom; each opens its chain of awaits. */
import type { Frame } from '../../../diagnosis/vocabulary.ts';
import { standsAt } from '../../model/groups.ts';
import type { WaitNode } from '../../model/tree.ts';
import type { Report, Survivor } from '../../report.ts';
import { isUserFile, shortPath } from '../../source-paths.ts';
import { count, duration, grouped } from '../../words/numbers.ts';
import { waitClause } from '../../words/waits.ts';
import type { Forest } from './forest.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

const NAMES = 12;

export function survivorTrees(report: Report, forest: Forest): Html | null {
  if (report.survivors.length === 0) return null;
  const { roots, hidden } = forest;
  return html`<section class="card"><h2>${heading(report)} <span class="quiet">${taskCounts(report)}</span></h2>
<p class="quiet">Below a task: who waits for it. Open one to see its chain of awaits.</p>
<ul class="tree">${roots.map((root) => nodeItem(root, report, forest))}</ul>
${hidden === 0 ? null : html`<p class="quiet">and ${count(hidden, 'more task')}, in the JSON report</p>`}
</section>`;
}

function heading({ shutdown, outcome }: Report): string {
  if (shutdown === null) return 'Tasks';
  return outcome === 'hung' ? 'Still alive' : 'Alive at the last look';
}

function taskCounts({ tasks, shutdown }: Report): string {
  const asked = tasks.cancelRequested > 0 ? `, ${grouped(tasks.cancelRequested)} cancelled` : '';
  if (shutdown === null) return `${count(tasks.pending, 'task')}${asked}`;
  return `${grouped(tasks.pending)} of ${count(tasks.total, 'task')}${asked}`;
}

function nodeItem({ group, waiters, again }: WaitNode, report: Report, forest: Forest): Html {
  const { first, members } = group;
  const alike = members.length === 1 ? null : html` <b>and ${members.length - 1} like it</b>`;
  const name = html`<b class="name">${first.name}</b> <span class="coroutine">${first.coroutine}</span>${alike}`;
  const anchor = forest.anchors.get(first);
  if (again) {
    const told = anchor === undefined ? html`is told above` : html`<a href="#${anchor}">is told above</a>`;
    return html`<li class="${first.role}"><span class="node">↺ ${name} <span class="quiet">${told}</span></span></li>`;
  }
  const open = first.role === 'culprit' ? html` open` : null;
  const place = standsAt(first.stack);
  const folder = report.target.workingFolder;
  return html`<li class="${first.role}"><details class="node"${open}>
<summary>${badge(first, report)}${name} ${place === null ? null : html`<code>${shortPath(place.file, folder)}:${place.line}</code>`}<span class="reason">${reasonOf(first)}</span></summary>
<div class="inside" id="${anchor ?? ''}">${members.length > 1 ? html`<p class="quiet">${namesOf(members)}</p>` : null}
${stackTable(first.stack, folder)}
<p class="quiet">${stateOf(first)}</p></div>
</details>
${waiters.length === 0 ? null : html`<ul>${waiters.map((waiter) => nodeItem(waiter, report, forest))}</ul>`}
</li>`;
}

/** In a dump nobody is accused, so nobody needs to be cleared. */
function badge({ role }: Survivor, report: Report): Html | null {
  if (role === 'culprit') return html`<span class="badge culprit">CULPRIT</span> `;
  if (report.shutdown === null) return null;
  return html`<span class="badge">${role === 'victim' ? 'waits for a culprit' : 'not to blame'}</span> `;
}

function reasonOf({ reason, waitsFor }: Survivor): string {
  if (reason.startsWith('waits for ')) return reason;
  const wait = waitsFor === null ? '' : waitClause(waitsFor.description);
  if (reason === '' || wait === '') return reason || wait;
  return `${reason} · ${wait}`;
}

function namesOf(members: readonly Survivor[]): string {
  const names = members.slice(0, NAMES).map(({ name }) => name);
  return names.join(', ') + (members.length > NAMES ? ', …' : '');
}

function stateOf(task: Survivor): string {
  const requests =
    task.cancelRequests === null ? '' : `, cancel() asked ${count(task.cancelRequests, 'time')}`;
  const since = task.sinceSeconds === null ? '' : `, at this await for ${duration(task.sinceSeconds)}`;
  return `${task.state}${since}; cancellation ${task.cancellation.replaceAll('-', ' ')}${requests}; id ${task.id}`;
}

/** Outermost first; lines of the user's own code stand out. */
export function stackTable(stack: readonly Frame[], folder: string | null): Html {
  if (stack.length === 0) return html`<p class="quiet">no frames</p>`;
  return html`<table class="stack">${stack.map(
    (frame) =>
      html`<tr class="${isUserFile(frame.file) ? 'own' : 'foreign'}"><td>${shortPath(frame.file, folder)}:${frame.line}</td><td>${frame.function}</td></tr>`,
  )}</table>`;
}
