/** The style of a report's page, one sheet. */
import { BASE_STYLE } from './style/base.ts';
import { GRAPH_STYLE } from './style/graph.ts';
import { REPORT_STYLE } from './style/report.ts';

export const STYLE = `${BASE_STYLE}${REPORT_STYLE}${GRAPH_STYLE}`;
