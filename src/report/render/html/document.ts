/** The page around what is said: no script, no network, and a policy that forbids both. */
import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';

export interface Document {
  title: string;
  /** The whole style sheet, ours alone: nothing of it may come from a target. */
  style: string;
  /** Whether it holds a form, which leads to where the page came from. */
  hasForm: boolean;
  body: Html;
}

const policies = new Map<string, string>();

/** Content-Security-Policy of a page with this style. */
export function contentPolicy({ style, hasForm }: Pick<Document, 'style' | 'hasForm'>): string {
  let hash = policies.get(style);
  if (hash === undefined) {
    hash = createHash('sha256').update(style).digest('base64');
    policies.set(style, hash);
  }
  const formAction = hasForm ? "'self'" : "'none'";
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action ${formAction}`;
}

export function htmlDocument(document: Document): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(document)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${document.title}</title>
<style>${new Html(document.style)}</style>
</head>
<body>
${document.body}
</body>
</html>
`;
  return page.text;
}
