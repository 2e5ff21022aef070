/** A report: the page that `--html` writes, with links above it. */

import { contentPolicy } from '../../../report/render/html/document.ts';
import { STYLE } from '../../../report/render/html/style.ts';
import { renderHtml } from '../../../report/render/html.ts';
import type { Report } from '../../../report/report.ts';
import type { ReportSummary } from '../../model/kept-report.ts';
import type { Answer } from '../answer/answer.ts';
import { pageAnswer } from '../answer/answer.ts';
import { causeAddress, hangAddress, reportAddress } from '../query/addresses.ts';
import { navigation } from './navigation.ts';

export function reportPage(report: Report, summary: ReportSummary): Answer {
  const { id, fingerprint, outcome } = summary;
  const links = [
    ...(fingerprint === null || outcome !== 'hung'
      ? []
      : [{ address: hangAddress(fingerprint, null), words: 'This hang in all pods' }]),
    { address: reportAddress(id, '.md'), words: 'Markdown' },
    { address: reportAddress(id, '.json'), words: 'JSON' },
  ];
  return pageAnswer(
    renderHtml(report, { navigation: navigation(null, links), causeAddress }),
    contentPolicy({ style: STYLE, hasForm: false }),
  );
}
