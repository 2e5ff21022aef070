/** From an address to what is answered: the pages, and the same for programs. */

import { renderMarkdown } from '../../report/render/markdown.ts';
import type { Answer } from './answer/answer.ts';
import { iconAnswer, jsonAnswer, packedJson, textAnswer } from './answer/answer.ts';
import type { Reading } from './data/reading.ts';
import { unpackJson, unpackReport } from './data/unpack.ts';
import { alertsPage, causeListPage, causePage } from './pages/documents.ts';
import { hangListPage } from './pages/hang-list.ts';
import { hangPage } from './pages/hang-page.ts';
import { reportListPage } from './pages/report-list.ts';
import { reportPage } from './pages/report-page.ts';
import { readHangQuery, readReportQuery } from './query/read-query.ts';
import { routeOf } from './routes.ts';

export interface Asked {
  path: string;
  parameters: URLSearchParams;
  takesGzip: boolean;
}

const READ_SCHEMA = 'straggler.read/v1';
/** On the page of a hang. */
const REPORTS_OF_HANG = 50;

export async function answerRoute(asked: Asked, reading: Reading, version: string): Promise<Answer> {
  const route = routeOf(asked.path);
  const { parameters } = asked;
  switch (route.kind) {
    case 'hangs':
      return await hangs(parameters, reading);
    case 'hang':
      return await hang(route.fingerprint, parameters, reading);
    case 'reports':
      return await reports(parameters, reading);
    case 'alerts':
      return alertsPage();
    case 'causes':
      return causeListPage();
    case 'cause':
      return causePage(route.cause);
    case 'report': {
      const { summary, document } = await reading.report(route.id);
      return reportPage(await unpackReport(document), summary);
    }
    case 'report-markdown': {
      const { document } = await reading.report(route.id);
      return textAnswer(renderMarkdown(await unpackReport(document)), 'text/markdown');
    }
    case 'report-json':
    case 'api-report':
      return await reportJson(route.id, asked, reading);
    case 'api-hangs':
      return jsonAnswer({ hangs: await reading.hangs(readHangQuery(parameters)) });
    case 'api-hang':
      return jsonAnswer((await reading.hang(route.fingerprint, readHangQuery(parameters).namespace)).hang);
    case 'api-reports':
      return jsonAnswer(await reading.reports(readReportQuery(parameters)));
    case 'icon':
      return iconAnswer();
    case 'api-version':
      return jsonAnswer({ version, schema: READ_SCHEMA });
  }
}

async function hangs(parameters: URLSearchParams, reading: Reading): Promise<Answer> {
  const query = readHangQuery(parameters);
  const [list, overview] = await Promise.all([reading.hangs(query), reading.overview()]);
  const only = reading.isLimited ? query.namespace : null;
  return hangListPage({ hangs: list, query, overview, only, nowMs: reading.nowMs });
}

async function hang(fingerprint: string, parameters: URLSearchParams, reading: Reading): Promise<Answer> {
  const { hang: found, namespace } = await reading.hang(fingerprint, readHangQuery(parameters).namespace);
  const query = readReportQuery(new URLSearchParams());
  // The same place may have held others that ended: late, and no hang.
  const hung = { ...query, outcome: 'hung' as const, fingerprint, namespace };
  const list = await reading.reports({ ...hung, limit: REPORTS_OF_HANG });
  return hangPage(found, list, { namespace, nowMs: reading.nowMs });
}

async function reports(parameters: URLSearchParams, reading: Reading): Promise<Answer> {
  const query = readReportQuery(parameters);
  return reportListPage(await reading.reports(query), query, reading.nowMs);
}

/** As it is kept: packed for whoever unpacks, which costs nothing here. */
async function reportJson(id: string, { takesGzip }: Asked, reading: Reading): Promise<Answer> {
  const { document } = await reading.report(id);
  if (takesGzip) return packedJson({ body: document, isPacked: true });
  return packedJson({ body: await unpackJson(document), isPacked: false });
}
