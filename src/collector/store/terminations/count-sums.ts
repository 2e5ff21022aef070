/** Changes of the counts, summed up: of a rollout's hundred hangs in one batch, a handful of rows are changed. */
import type {
  HangDayRow,
  HangImageRow,
  HangNodeRow,
  HangPlaceRow,
  HangPodRow,
  HangRow,
} from '../database/tables.ts';
import type { Contribution } from './contribution.ts';
import { dayOf, placeId } from './contribution.ts';
import type { CountChange } from './termination-batch.ts';

/** Of a hang all but what needs the database. */
export type HangSum = Omit<HangRow, 'name' | 'finding' | 'notified_at'> & { workload: string };

export class CountSums {
  readonly hangs = new Map<string, HangSum>();
  readonly places = new Map<string, HangPlaceRow>();
  readonly days = new Map<string, HangDayRow>();
  readonly images = new Map<string, HangImageRow>();
  readonly nodes = new Map<string, HangNodeRow>();
  readonly pods = new Map<string, HangPodRow>();

  constructor(changes: readonly CountChange[]) {
    for (const change of changes) this.#add(change);
  }

  /** In one order on every replica, so that no two wait for each other's rows. */
  static inOrder<Row>(rows: ReadonlyMap<string, Row>): Row[] {
    return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }

  #add({ sign, contribution }: CountChange): void {
    const { fingerprint, namespace, workloadKind, workload, image, node, podUid, seenAt } = contribution;
    const place_id = placeId(contribution);
    this.#addHang(sign, contribution);
    const seen = { first_seen: seenAt, last_seen: seenAt };
    const places = { id: place_id, fingerprint, namespace, workload_kind: workloadKind, workload };
    add(this.places, place_id, { ...places, pods: 0, occurrences: sign, ...seen });
    const day = dayOf(seenAt);
    add(this.days, `${place_id} ${day}`, { place_id, day, occurrences: sign });
    add(this.images, `${place_id} ${image}`, { place_id, image, occurrences: sign, ...seen });
    const last = { occurrences: sign, last_seen: seenAt };
    if (node !== '') add(this.nodes, `${place_id} ${node}`, { place_id, node, ...last });
    add(this.pods, `${place_id} ${podUid}`, { place_id, pod_uid: podUid, ...last });
  }

  #addHang(sign: number, { namespace, fingerprint, cause, seenAt, reportId, workload }: Contribution): void {
    const key = `${namespace} ${fingerprint}`;
    const newer = (this.hangs.get(key)?.last_seen ?? 0) <= seenAt;
    const about = { namespace, fingerprint, cause, report_id: reportId, workload };
    add(this.hangs, key, { ...about, occurrences: sign, first_seen: seenAt, last_seen: seenAt });
    const hang = this.hangs.get(key);
    if (hang !== undefined && newer && sign > 0) Object.assign(hang, about);
  }
}

interface Count {
  occurrences: number;
  first_seen?: number;
  last_seen?: number;
}

function add<Row extends Count>(rows: Map<string, Row>, key: string, row: Row): void {
  const kept = rows.get(key);
  if (kept === undefined) {
    rows.set(key, row);
    return;
  }
  kept.occurrences += row.occurrences;
  if (kept.first_seen !== undefined && row.first_seen !== undefined)
    kept.first_seen = Math.min(kept.first_seen, row.first_seen);
  if (kept.last_seen !== undefined && row.last_seen !== undefined)
    kept.last_seen = Math.max(kept.last_seen, row.last_seen);
}
