/** The links above every page. */
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';

export interface Link {
  address: string;
  words: string;
}

export type Place = 'hangs' | 'reports' | 'causes' | null;

export function navigation(current: Place, links: readonly Link[] = []): Html {
  const more = links.map(({ address, words }) => html`<a href="${address}">${words}</a>`);
  return html`<nav class="bar-links" aria-label="Pages"><a class="brand" href="/">Straggler</a>${mainLink('/', 'Hangs', current === 'hangs')}${mainLink('/reports', 'Reports', current === 'reports')}${mainLink('/causes', 'Causes', current === 'causes')}${more.length === 0 ? null : html`<span class="rest">${more}</span>`}</nav>
`;
}

function mainLink(address: string, words: string, isCurrent: boolean): Html {
  return html`<a href="${address}"${isCurrent ? html` aria-current="page"` : null}>${words}</a>`;
}
