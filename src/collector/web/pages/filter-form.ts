/** What is asked for, as a form whose answer is an address: it can be sent to somebody else. */
import { CAUSE_CODES } from '../../../diagnosis/vocabulary.ts';
import type { Html } from '../../../report/render/html/html.ts';
import { html } from '../../../report/render/html/html.ts';
import type { HangQuery } from '../query/read-query.ts';

const SPANS: readonly (readonly [string, string])[] = [
  ['', 'ever'],
  ['1h', 'the last hour'],
  ['24h', 'the last 24 hours'],
  ['7d', 'the last 7 days'],
  ['14d', 'the last 14 days'],
  ['30d', 'the last 30 days'],
];

/** `suggestions`: names that are there. `more`: fields of this list alone. */
export function filterForm(
  action: string,
  query: HangQuery,
  about: {
    namespaces: readonly string[];
    workloads: readonly string[];
    more: Html | null;
    isFiltered: boolean;
  },
): Html {
  const causes = [['', 'any'] as const, ...CAUSE_CODES.map((code) => [code, code] as const)];
  return html`<form class="card filters" method="get" action="${action}" role="search">
${textField('namespace', 'Namespace', query.namespace, about.namespaces)}
${textField('workload', 'Workload', query.workload, about.workloads)}
${choice('cause', 'Cause', query.cause, causes)}
${choice('since', 'Seen in', query.since, SPANS)}
${about.more}
<label class="wide">Text <input type="search" name="text" value="${query.text ?? ''}" maxlength="253"></label>
<button type="submit">Filter</button>${about.isFiltered ? html` <a class="clear" href="${action}">Show all</a>` : null}
</form>`;
}

function textField(name: string, words: string, value: string | null, suggestions: readonly string[]): Html {
  const options = suggestions.map((suggestion) => html`<option value="${suggestion}">`);
  return html`<label>${words} <input name="${name}" value="${value ?? ''}" list="known-${name}" maxlength="253" autocomplete="off"></label><datalist id="known-${name}">${options}</datalist>`;
}

/** What is asked for and is not among the choices becomes one. */
export function choice(
  name: string,
  words: string,
  value: string | null,
  choices: readonly (readonly [string, string])[],
): Html {
  const isKnown = value === null || choices.some(([code]) => code === value);
  const all = isKnown ? choices : [...choices, [value, value] as const];
  return html`<label>${words} <select name="${name}">${all.map(
    ([code, text]) =>
      html`<option value="${code}"${code === (value ?? '') ? html` selected` : null}>${text}</option>`,
  )}</select></label>`;
}
