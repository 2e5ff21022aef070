/** The code of a cause, which leads to its page where there is one to lead to. */
import type { Html } from './html.ts';
import { html } from './html.ts';

/** Null: there is no page of that cause here. */
export type CauseAddress = (cause: string) => string | null;

export function causeTag(cause: string, address: CauseAddress): Html {
  const page = address(cause);
  if (page === null) return html`<span class="tag">${cause}</span>`;
  return html`<a class="tag" href="${page}">${cause}</a>`;
}
