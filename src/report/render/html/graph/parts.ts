/** What the picture of waits consists of: who, and who waits for whom. */

import type { TaskGroup } from '../../../model/groups.ts';
import { standsAt } from '../../../model/groups.ts';
import type { Finding, Report, Survivor } from '../../../report.ts';
import { shortPath } from '../../../source-paths.ts';
import { culpritName } from '../../../words/culprit.ts';
import type { Forest } from '../forest.ts';
import { drawnTogether, waitsBetween } from './waits.ts';

export interface GraphNode {
  /** task: of the tree. holder: a culprit that is no task. waiter: named only as waiting. thing: what nobody of them is. */
  kind: 'task' | 'holder' | 'waiter' | 'thing';
  label: string;
  /** `app.py:42` */
  place: string | null;
  role: 'culprit' | 'victim' | 'bystander' | null;
  /** Tasks that it stands for. */
  members: number;
  /** Id of the element of the tree. */
  anchor: string | null;
  /** Waits for one that is like it, and is drawn as one with it. */
  waitsForItself: boolean;
  /** What it waits for, where that is no other node. */
  waitsFor: string | null;
}

export interface GraphEdge {
  from: GraphNode;
  to: GraphNode;
}

const FINDINGS = 10;
const BLOCKS = 40;
const THREAD = /\bthread '([^']+)'/;
const TASK = /^task '([^']+)'/i;

export class GraphParts {
  readonly nodes: GraphNode[] = [];
  readonly #targets = new Map<GraphNode, Set<GraphNode>>();
  readonly #byTask = new Map<Survivor, GraphNode>();
  readonly #byId = new Map<string, GraphNode>();
  /** null: several have the name. */
  readonly #byName = new Map<string, GraphNode | null>();

  constructor(report: Report, forest: Forest) {
    const waits = waitsBetween(report.survivors, forest);
    for (const { group } of forest.nodes)
      for (const members of drawnTogether(group.members, waits))
        this.#addTasks(members, group, report, forest);
    for (const [waiter, task] of waits) this.#connect(this.#byTask.get(waiter), this.#byTask.get(task));
    for (const finding of report.findings.slice(0, FINDINGS)) this.#addFinding(finding, report);
  }

  get edges(): GraphEdge[] {
    return [...this.#targets].flatMap(([from, targets]) => [...targets].map((to) => ({ from, to })));
  }

  #addTasks(members: readonly Survivor[], group: TaskGroup, report: Report, forest: Forest): void {
    const [shown = group.first] = members;
    const node = this.#add({
      kind: 'task',
      label: shown.name,
      place: placeOf(standsAt(shown.stack), report),
      // In a dump nobody is accused, so nobody needs to be cleared.
      role: report.shutdown === null && shown.role !== 'culprit' ? null : shown.role,
      members: members.length,
      anchor: forest.anchors.get(group.first) ?? null,
      waitsFor: shown.waitsFor?.description ?? null,
    });
    for (const member of members) {
      this.#byTask.set(member, node);
      this.#byId.set(member.id, node);
      const named = this.#byName.get(member.name);
      this.#byName.set(member.name, named === undefined || named === node ? node : null);
    }
  }

  #add(node: Omit<GraphNode, 'waitsForItself'>): GraphNode {
    const added = { ...node, waitsForItself: false };
    this.nodes.push(added);
    return added;
  }

  #connect(from: GraphNode | null | undefined, to: GraphNode | null | undefined): void {
    if (!(from && to)) return;
    if (from === to) {
      from.waitsForItself = true;
      return;
    }
    const targets = this.#targets.get(from);
    if (targets === undefined) this.#targets.set(from, new Set([to]));
    else targets.add(to);
  }

  #addFinding(finding: Finding, report: Report): void {
    const culprit = this.#culpritNode(finding, report);
    const waiters = finding.blocks.slice(0, BLOCKS).map((words) => this.#waiterNode(words));
    // Those who wait for nobody yet come first: through them the others may wait for the culprit already.
    waiters.sort((a, b) => this.#targetCount(a) - this.#targetCount(b));
    for (const waiter of waiters) if (!this.#reaches(waiter, culprit)) this.#connect(waiter, culprit);
  }

  #targetCount(node: GraphNode): number {
    return this.#targets.get(node)?.size ?? 0;
  }

  #culpritNode({ culprit, waitsFor }: Finding, report: Report): GraphNode {
    const task = culprit.task === null ? undefined : this.#byId.get(culprit.task.id);
    if (task !== undefined) return task;
    const label = culpritName(culprit);
    const known = this.nodes.find((node) => node.kind === 'holder' && node.label === label);
    const holder =
      known ??
      this.#add({
        kind: 'holder',
        label,
        place: placeOf(culprit.frame, report),
        role: 'culprit',
        members: 1,
        anchor: culprit.thread === null ? null : threadAnchor(culprit.thread.id),
        waitsFor: waitsFor?.description ?? null,
      });
    for (const survivor of report.survivors) {
      const name = THREAD.exec(survivor.waitsFor?.description ?? '')?.[1];
      if (name !== undefined && name === culprit.thread?.name)
        this.#connect(this.#byTask.get(survivor), holder);
    }
    return holder;
  }

  #waiterNode(words: string): GraphNode {
    const name = TASK.exec(words)?.[1];
    const task = name === undefined ? undefined : this.#byName.get(name);
    if (task) return task;
    const known = this.nodes.find(({ kind, label }) => kind === 'waiter' && label === words);
    const rest = { role: null, members: 1, anchor: null, place: null, waitsFor: null };
    return known ?? this.#add({ kind: 'waiter', label: words, ...rest });
  }

  #reaches(from: GraphNode, to: GraphNode): boolean {
    const seen = new Set<GraphNode>([from]);
    const open = [from];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === to) return true;
      for (const target of this.#targets.get(node) ?? []) {
        if (seen.has(target)) continue;
        seen.add(target);
        open.push(target);
      }
    }
    return false;
  }
}

export function threadAnchor(id: number): string {
  return `thread-${id}`;
}

function placeOf(frame: { file: string; line: number } | null, report: Report): string | null {
  return frame === null ? null : `${shortPath(frame.file, report.target.workingFolder)}:${frame.line}`;
}
