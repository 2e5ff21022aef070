/** The threads, each opening its stack. */
import type { Report, ReportThread } from '../../report.ts';
import { threadState } from '../../words/threads.ts';
import { threadAnchor } from './graph/parts.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { stackTable } from './survivors.ts';

const THREADS = 200;

export function threadList(report: Report): Html | null {
  const { threads, target } = report;
  if (threads.length === 0) return null;
  const culprits = new Set(report.findings.map(({ culprit }) => culprit.thread?.id));
  const rest = threads.length - THREADS;
  return html`<section class="card"><h2>Threads <span class="quiet">${threads.length}</span></h2>
<ul class="tree">${threads.slice(0, THREADS).map((thread) => threadItem(thread, culprits.has(thread.id), target.workingFolder))}</ul>
${rest > 0 ? html`<p class="quiet">and ${rest} more, in the JSON report</p>` : null}
</section>`;
}

function threadItem(thread: ReportThread, isCulprit: boolean, folder: string | null): Html {
  const role = isCulprit ? 'culprit' : 'bystander';
  const badge = isCulprit ? html`<span class="badge culprit">CULPRIT</span> ` : null;
  const wait =
    thread.waitsFor === null ? null : html`<span class="reason">waits for ${thread.waitsFor}</span>`;
  const reader = thread.source === 'none' ? 'its stack could not be read' : `stack read by ${thread.source}`;
  return html`<li class="${role}"><details class="node">
<summary>${badge}<b class="name">${thread.name}</b> <span class="quiet">${thread.id}, ${threadState(thread)}${daemonWord(thread)}</span>${wait}</summary>
<div class="inside" id="${threadAnchor(thread.id)}">${stackTable(thread.stack, folder)}
<p class="quiet">${reader}</p></div>
</details></li>`;
}

function daemonWord({ daemon }: ReportThread): string {
  if (daemon === null) return '';
  return daemon ? ', daemon' : ', not a daemon';
}
