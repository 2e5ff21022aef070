/** How high each node and bend stands in its column: beside its neighbours, and never upon another. */
import type { Layout } from './layers.ts';
import { mean } from './layers.ts';

const ROUNDS = 6;

/** Middles, the topmost edge at 0. `heights`: of nodes and bends. */
export function placeVertically(
  layout: Layout,
  heights: readonly number[],
  gap: number,
): { middles: number[]; height: number } {
  const middles = new Array<number>(heights.length).fill(0);
  for (const items of layout.order) stack(items, heights, gap, middles);
  const neighbours = neighboursOf(layout);
  for (let round = 0; round < ROUNDS; round++)
    for (const items of round % 2 === 0 ? [...layout.order].reverse() : layout.order) {
      for (const item of items) middles[item] = mean(neighbours[item] ?? [], middles, middles[item] ?? 0);
      separate(items, heights, gap, middles);
    }
  const half = (item: number): number => (heights[item] ?? 0) / 2;
  const items = [...middles.keys()];
  const top = Math.min(0, ...items.map((item) => (middles[item] ?? 0) - half(item)));
  const bottom = Math.max(0, ...items.map((item) => (middles[item] ?? 0) + half(item)));
  return { middles: middles.map((middle) => middle - top), height: bottom - top };
}

/** One below the other, around 0. */
function stack(items: readonly number[], heights: readonly number[], gap: number, middles: number[]): void {
  let total = -gap;
  for (const item of items) total += (heights[item] ?? 0) + gap;
  let top = -total / 2;
  for (const item of items) {
    const height = heights[item] ?? 0;
    middles[item] = top + height / 2;
    top += height + gap;
  }
}

/** Pushed apart downwards; then all together moved back by what they were moved on average. */
function separate(
  items: readonly number[],
  heights: readonly number[],
  gap: number,
  middles: number[],
): void {
  let bottom = Number.NEGATIVE_INFINITY;
  let moved = 0;
  for (const item of items) {
    const half = (heights[item] ?? 0) / 2;
    const middle = middles[item] ?? 0;
    const free = Math.max(middle, bottom + gap + half);
    moved += free - middle;
    middles[item] = free;
    bottom = free + half;
  }
  const back = items.length === 0 ? 0 : moved / items.length;
  for (const item of items) middles[item] = (middles[item] ?? 0) - back;
}

function neighboursOf({ column, edges }: Layout): number[][] {
  const neighbours = column.map((): number[] => []);
  for (const { left, right, bends } of edges) {
    const way = [left, ...bends, right];
    for (const [index, item] of way.entries()) {
      const before = way[index - 1];
      const after = way[index + 1];
      if (before !== undefined) neighbours[item]?.push(before);
      if (after !== undefined) neighbours[item]?.push(after);
    }
  }
  return neighbours;
}
