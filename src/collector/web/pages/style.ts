/** The style of the lists, upon that of a report. */
import { BASE_STYLE } from '../../../report/render/html/style/base.ts';

export const PAGE_STYLE = `${BASE_STYLE}
main, .bar-links { max-width: 1160px; }
.figures { display: flex; flex-wrap: wrap; gap: 6px 34px; margin: 10px 0 0; }
.figures div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { color: var(--quiet); font-size: 13px; } .figures dd { margin: 0; font-size: 24px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
.figures .killed dd { color: var(--bad); } .figures small { font-size: 14px; font-weight: 400; color: var(--quiet); }
.filters { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: end; padding: 12px 16px; }
.filters label { display: flex; flex-direction: column; font-size: 12.5px; color: var(--quiet); gap: 2px; flex: 1 1 110px; }
.filters .wide { flex: 2 1 150px; }
.filters input, .filters select, .filters button { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--quiet); border-radius: 5px; padding: 5px 8px; min-width: 0; width: 100%; height: 35px; }
.filters button { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600; width: auto; padding: 5px 18px; cursor: pointer; }
.filters .clear { padding: 6px 2px; }
.list { width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: 8px; border-collapse: separate; border-spacing: 0; margin: 0 0 16px; }
.list th { text-align: left; font-size: 12.5px; font-weight: 600; color: var(--quiet); padding: 8px 14px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.list td { padding: 11px 14px; vertical-align: top; border-bottom: 1px solid var(--line); }
.list tr:last-child td { border-bottom: 0; }
.list .number, .list th.number { text-align: right; font-variant-numeric: tabular-nums; }
.list .number b { font-size: 18px; line-height: 1.2; }
.list .what { min-width: 300px; }
.list .what > a { font-weight: 600; }
.list p { margin: 3px 0 0; font-size: 14px; }
.item { margin-right: 12px; } .mono { font-size: 13px; }
.exact { color: var(--quiet); font-size: 12.5px; font-variant-numeric: tabular-nums; white-space: nowrap; margin-left: 4px; }
.list .exact, .plain .exact { display: block; margin: 0; }
h1 .mark { color: var(--bad); }
.list caption { text-align: left; color: var(--quiet); padding: 0 2px 6px; font-size: 14px; }
.list .short { white-space: nowrap; }
.label { display: none; }
.new { border-color: var(--bad); color: var(--bad); font-weight: 700; }
.outcome { font-weight: 600; } .outcome.hung { color: var(--bad); } .outcome.slow { color: var(--warn); } .outcome.exited { color: var(--good); }
.spark { display: block; } .spark .day { fill: var(--quiet); } .spark .today { fill: var(--bad); } .spark .ground { fill: var(--line); }
.under { font-size: 12.5px; color: var(--quiet); white-space: nowrap; }
.answer { border-left: 5px solid var(--bad); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 0 16px; align-items: start; }
.plain { width: 100%; font-size: 14px; } .plain th, .plain td { text-align: left; padding: 4px 12px 4px 0; vertical-align: top; font-weight: normal; border-bottom: 1px solid var(--line); }
.plain thead th { overflow-wrap: normal; color: var(--quiet); font-size: 12.5px; } .plain tbody tr:last-child > * { border-bottom: 0; } .plain .number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
.life { font-size: 15.5px; margin-bottom: 6px; }
.plain .mono { min-width: 110px; } .plain .short { white-space: nowrap; }
.facts { margin: 0; padding: 0 0 0 18px; font-size: 14px; }
.causes { margin: 0; display: grid; grid-template-columns: max-content 1fr; gap: 6px 18px; } .causes dd { margin: 0; }
.prose h2 { margin: 22px 0 6px; } .prose pre { margin: 0 0 12px; overflow-x: auto; white-space: pre; max-height: none; } .prose ul, .prose ol { margin: 0 0 10px; padding-left: 20px; } .prose { max-width: 900px; }
.prose mark { background: var(--mark); color: inherit; font-weight: 600; } .prose .scroll { margin-bottom: 12px; } .prose td { overflow-wrap: normal; }
.pager { display: flex; gap: 18px; }
.empty { text-align: center; padding: 34px 20px; } .empty h2 { font-size: 18px; } .empty p { max-width: 640px; margin-left: auto; margin-right: auto; } .empty pre { text-align: left; display: inline-block; max-width: 100%; margin-top: 4px; }
@media (max-width: 760px) {
  .causes { display: block; } .causes dd { margin: 0 0 10px; }
  .list, .list tbody, .list tr, .list td, .list caption { display: block; } .list { border: 0; background: none; } .list tbody { background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
  .figures { display: grid; grid-template-columns: 1fr 1fr; } .figures dd { font-size: 20px; } .list thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .list tr { padding: 10px 12px; border-bottom: 1px solid var(--line); } .list tr:last-child { border-bottom: 0; }
  .list td { padding: 3px 0; border: 0; } .list .what { min-width: 0; }
  .list .number { text-align: left; } .list .number b { font-size: inherit; }
  .label { display: inline-block; min-width: 74px; color: var(--quiet); font-size: 13px; font-weight: normal; }
  .list .exact { display: inline; margin-left: 6px; } .spark { display: inline-block; vertical-align: middle; margin-right: 6px; }
  .filters label { flex-basis: 120px; } .list .under { display: inline-block; margin-left: 2px; } .list .number .under { margin-left: 8px; }
  .by-image thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .by-image tr, .by-image td { display: block; } .by-image tr { padding: 6px 0; border-bottom: 1px solid var(--line); } .by-image tr:last-child { border: 0; }
  .by-image td, .by-image .number { border: 0; padding: 1px 0; text-align: left; } .by-image .exact { display: inline; margin-left: 6px; }
}
@media print { .filters, .pager { display: none; } .list tr { break-inside: avoid; } .spark .day, .spark .today { fill: #000; } .new { border-width: 2px; } }
`;
