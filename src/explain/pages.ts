/** Documents that are part of Straggler: the page of each cause, and what to do about an alert. */
import { existsSync, readFileSync } from 'node:fs';
import type { CauseCode } from '../diagnosis/vocabulary.ts';
import { CAUSE_CODES } from '../diagnosis/vocabulary.ts';

/** Of the checkout around a bundle, or around the sources, where what is written can be read at once; else beside the bundle. */
const FOLDERS = ['../docs/', '../../docs/', './docs/'] as const;

/** Asked before a file is named after it: whatever a report says, only these are read. */
export function isCauseCode(text: string): text is CauseCode {
  return (CAUSE_CODES as readonly string[]).includes(text);
}

/** Markdown; null where this Straggler was installed without its documents. */
export function readCausePage(cause: CauseCode): string | null {
  return readDocument(`causes/${cause}.md`);
}

/** docs/alerts.md, a section for each alert; null as above. */
export function readAlertsPage(): string | null {
  return readDocument('alerts.md');
}

function readDocument(path: string): string | null {
  const files = FOLDERS.map((folder) => new URL(`${folder}${path}`, import.meta.url));
  const file = files.find((one) => existsSync(one));
  return file === undefined ? null : readFileSync(file, 'utf8');
}

/** The sentence below the page's title. */
export function causeInOneSentence(markdown: string): string {
  return markdown.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

/** For where it is read apart from the other pages: a link to one of them is its words. Null for what is no cause. */
export function pageApart(cause: string): string | null {
  const markdown = isCauseCode(cause) ? readCausePage(cause) : null;
  if (markdown === null) return null;
  return markdown.replace(/\[([^\]\n]+)\]\((?![a-z]+:)[^)\s]+\)/g, '$1');
}
