/** Sums over the workloads of a hang. */
import type { HangImage, HangWorkload } from '../../model/hang.ts';
import type { HangDayRow, HangImageRow, HangPlaceRow } from '../database/tables.ts';

/** A row of the list shows so many days. */
export const DAYS_SHOWN = 14;

export interface PlaceSums {
  workloads: HangWorkload[];
  pods: number;
  occurrences: number;
  firstSeenMs: number;
  lastSeenMs: number;
}

/** Most pods first. */
export function sumPlaces(places: readonly HangPlaceRow[]): PlaceSums {
  const workloads = places
    .map(({ namespace, workload_kind: kind, workload: name, pods }) => ({
      namespace,
      workload: { kind, name },
      pods,
    }))
    .sort((a, b) => b.pods - a.pods || (a.workload.name < b.workload.name ? -1 : 1));
  return {
    workloads,
    pods: places.reduce((sum, place) => sum + place.pods, 0),
    occurrences: places.reduce((sum, place) => sum + place.occurrences, 0),
    firstSeenMs: Math.min(...places.map((place) => place.first_seen)),
    lastSeenMs: Math.max(...places.map((place) => place.last_seen)),
  };
}

/** The last one is `today`. */
export function sumDays(days: readonly HangDayRow[], today: number): number[] {
  const sums = new Array<number>(DAYS_SHOWN).fill(0);
  for (const { day, occurrences } of days) {
    const index = day - today + DAYS_SHOWN - 1;
    const sum = sums[index];
    if (sum !== undefined) sums[index] = sum + occurrences;
  }
  return sums;
}

/** First seen first. */
export function sumImages(rows: readonly HangImageRow[]): HangImage[] {
  const images = new Map<string, HangImage>();
  for (const { image, first_seen, last_seen, occurrences } of rows) {
    const kept = images.get(image);
    images.set(image, {
      image: image === '' ? null : image,
      firstSeenMs: Math.min(first_seen, kept?.firstSeenMs ?? first_seen),
      lastSeenMs: Math.max(last_seen, kept?.lastSeenMs ?? last_seen),
      occurrences: occurrences + (kept?.occurrences ?? 0),
    });
  }
  return [...images.values()]
    .filter(({ occurrences }) => occurrences > 0)
    .sort((a, b) => a.firstSeenMs - b.firstSeenMs);
}
