/** A page that could not be made: why, and what to do. */
import { html, prose } from '../../../report/render/html/html.ts';
import type { Answer } from '../answer/answer.ts';
import type { ReadProblem } from '../problem.ts';
import { hangsAddress } from '../query/addresses.ts';
import { page } from './page.ts';

export function problemPage(problem: ReadProblem): Answer {
  const { message, fix, namespaces, status } = problem;
  const choices = namespaces.map(
    (namespace) => html`<li><a href="${hangsAddress({ namespace })}">${namespace}</a></li>`,
  );
  return page(
    {
      title: message,
      place: null,
      content: [
        html`<section class="card answer"><h1>${message}</h1>
<p>${prose(fix)}</p>
${choices.length === 0 ? null : html`<p>You may read in:</p><ul>${choices}</ul>`}
<p><a href="/">To the hangs</a></p></section>`,
      ],
    },
    status,
  );
}
