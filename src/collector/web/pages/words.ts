/** Names from a cluster, short enough for a row. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import { grouped } from '../../../report/words/numbers.ts';
import type { HangImage, HangWorkload } from '../../model/hang.ts';
import type { Workload } from '../../model/identity.ts';

const DIGEST_CHARACTERS = 12;

/** `deployment/orders` */
export function workloadName({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}/${name}`;
}

/** `orders:1.4.2`, `orders@3f9a1c0b2d4e`: without the registry, and of a digest the beginning. */
export function imageName(image: string | null): string {
  if (image === null) return 'image unknown';
  return shortDigest(image.slice(image.lastIndexOf('/') + 1));
}

export function workloadList(workloads: readonly HangWorkload[], most: number): Html {
  const rest = workloads.length - most;
  return html`${workloads
    .slice(0, most)
    .map(
      ({ namespace, workload }) =>
        html`<span class="item"><span class="quiet">${namespace}</span> ${workloadName(workload)}</span>`,
    )}${rest > 0 ? html` <span class="item quiet">and ${grouped(rest)} more</span>` : null}`;
}

/** With its registry. */
export function longImageName(image: string | null): string {
  return image === null ? 'unknown' : shortDigest(image);
}

function shortDigest(image: string): string {
  return image.replace(
    /@sha256:([0-9a-f]+)$/,
    (_, digest: string) => `@${digest.slice(0, DIGEST_CHARACTERS)}`,
  );
}

/** The newest last; of many the first and the last ones. */
export function imageList(images: readonly HangImage[], most: number): Html {
  const names = images.map(({ image }) => imageName(image));
  const shown = names.length <= most ? names : [names[0] ?? '', '…', ...names.slice(names.length - most + 1)];
  return html`${shown.map((name) => html`<span class="item mono">${name}</span>`)}`;
}
