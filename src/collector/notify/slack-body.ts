/** A message as Slack's incoming webhooks take it, and Mattermost and Rocket.Chat the `text` of it. */
import { visible } from '../../report/sanitise.ts';
import { count } from '../../report/words/numbers.ts';
import type { NewHang } from '../store/store.ts';
import type { Links, Notice, WriteBody } from './notice.ts';
import { headOf, linesOf, linksOf, workloadOf } from './notice.ts';

/** Slack refuses longer ones: https://docs.slack.dev/reference/block-kit/blocks */
const MAX_HEADER = 150;
const MAX_SECTION = 3_000;
const MAX_TEXT = 1_000;

type Block =
  | { type: 'header'; text: { type: 'plain_text'; text: string } }
  | { type: 'section'; text: Markdown }
  | { type: 'context'; elements: Markdown[] };
interface Markdown {
  type: 'mrkdwn';
  text: string;
}

export function slackBody(pageUrl: string | null): WriteBody {
  return (notice) => {
    const links = linksOf(notice, pageUrl);
    return JSON.stringify({
      text: escaped(headOf(notice), MAX_SECTION),
      blocks: notice.kind === 'new-hang' ? blocksOfOne(notice.found, links) : blocksOfMany(notice, links),
      unfurl_links: false,
    });
  };
}

function blocksOfOne({ hang }: NewHang, links: Links): Block[] {
  const { finding, namespace, workload, pods } = hang;
  const facts = [
    `in *${escaped(namespace, MAX_TEXT)}*`,
    escaped(workloadOf(workload), MAX_TEXT),
    escaped(finding.culprit, MAX_TEXT),
    count(pods, 'pod'),
    `${escaped(finding.cause, MAX_TEXT)} (${escaped(finding.certainty, MAX_TEXT)})`,
  ];
  return [
    header(finding.title),
    section(escaped(finding.sentence, MAX_SECTION)),
    section(`*Fix* ${escaped(finding.fix, MAX_SECTION - 10)}`),
    context([facts.join(' · ').slice(0, MAX_SECTION), ...linkWords(links)]),
  ];
}

function blocksOfMany(notice: Extract<Notice, { kind: 'more-new-hangs' }>, links: Links): Block[] {
  const lines = linesOf(notice.found).map((line) => `• ${escaped(line, 250)}`);
  const words = linkWords(links);
  return [
    header(headOf(notice)),
    section(lines.join('\n').slice(0, MAX_SECTION)),
    ...(words.length === 0 ? [] : [context(words)]),
  ];
}

function linkWords({ hangs, hang, report, cause }: Links): string[] {
  const about = hang === null ? null : link(cause, 'What it is');
  const words = [link(hang, 'The hang'), link(report, 'A report'), about].filter((one) => one !== null);
  const all = link(hangs, 'All hangs');
  return words.length > 0 || all === null ? words : [all];
}

function link(url: string | null, words: string): string | null {
  return url === null ? null : `<${escaped(url, MAX_SECTION).replaceAll('|', '%7C')}|${words}>`;
}

function header(text: string): Block {
  const plain = visible(text);
  const cut = plain.length > MAX_HEADER ? `${plain.slice(0, MAX_HEADER - 1).toWellFormed()}…` : plain;
  return { type: 'header', text: { type: 'plain_text', text: cut } };
}

function section(text: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

function context(texts: readonly string[]): Block {
  return { type: 'context', elements: texts.map((text) => ({ type: 'mrkdwn', text })) };
}

const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/** One line, at most `limit` characters long; nobody is mentioned by it: https://docs.slack.dev/messaging/formatting-message-text */
function escaped(text: string, limit: number): string {
  let whole = '';
  for (const character of visible(text)) {
    const next = ESCAPES.get(character) ?? character;
    if (whole.length + next.length >= limit) return `${whole}…`;
    whole += next;
  }
  return whole;
}
