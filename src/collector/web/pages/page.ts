/** The frame of a page of the collector. */
import { contentPolicy, htmlDocument } from '../../../report/render/html/document.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import type { Answer } from '../answer/answer.ts';
import { pageAnswer } from '../answer/answer.ts';
import type { Link, Place } from './navigation.ts';
import { navigation } from './navigation.ts';
import { PAGE_STYLE } from './style.ts';

export interface Page {
  title: string;
  place: Place;
  links?: readonly Link[];
  content: readonly (Html | null)[];
}

export function page({ title, place, links, content }: Page, status = 200): Answer {
  const shown = content.filter((part) => part !== null);
  const body = html`${navigation(place, links)}<main>
${shown}
</main>`;
  const document = { title: `${title} · Straggler`, style: PAGE_STYLE, hasForm: true, body };
  return pageAnswer(htmlDocument(document), contentPolicy(document), status);
}
