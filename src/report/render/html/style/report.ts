/** The page of a report. */
export const REPORT_STYLE = `
.hung h1 .mark { color: var(--bad); } .slow h1 .mark { color: var(--warn); }
.exited h1 .mark { color: var(--good); } .running h1 .mark { color: var(--accent); }
.answer { border-left: 5px solid var(--quiet); }
.hung .answer { border-left-color: var(--bad); } .slow .answer { border-left-color: var(--warn); }
.running .answer { border-left-color: var(--accent); }
.facts { margin: 0; padding: 0; list-style: none; font-size: 14px; }
.facts li { display: grid; grid-template-columns: 92px 1fr; }
.facts b { color: var(--quiet); font-weight: normal; }
.bar { display: block; width: 100%; min-width: 620px; height: auto; }
.bar .track { fill: var(--code); stroke: var(--line); }
.bar .ink { fill: var(--bad); }
.bar .used { fill: var(--good); }
.bar.slow .used { fill: var(--warn); } .bar.hung .used { fill: url(#hatch); stroke: var(--bad); }
.bar .deadline { stroke: var(--text); stroke-width: 2.5; }
.bar .stem { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 2; }
.bar .dot { fill: var(--card); stroke: var(--text); }
.bar text { fill: var(--text); font-size: 12px; } .bar .axis { font-size: 13px; fill: var(--quiet); }
.moments { columns: 2; column-gap: 36px; margin: 6px 0 0; padding-left: 26px; font-size: 14px; }
.moments li { break-inside: avoid; }
.when { display: inline-block; min-width: 62px; font-variant-numeric: tabular-nums; }
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree ul { margin-left: 14px; padding-left: 16px; border-left: 2px solid var(--line); }
.tree li { margin: 6px 0; }
.node { padding: 4px 8px; border-radius: 6px; }
.tree .culprit > .node { background: var(--mark); outline: 1px solid var(--warn); }
.hung .tree .bystander > .node, .slow .tree .bystander > .node, .tree .victim > .node { color: var(--quiet); }
.name { font-weight: 600; } .reason { display: block; margin-left: 18px; font-size: 14px; }
.badge { display: inline-block; font-size: 11.5px; line-height: 18px; padding: 0 7px; border: 1px solid currentColor; border-radius: 4px; }
.badge.culprit { color: var(--bad); border-width: 2px; font-weight: 700; letter-spacing: .04em; }
.stack { margin: 8px 0 8px 18px; }
.stack td { padding: 1px 18px 1px 0; vertical-align: top; }
.stack .own { color: var(--text); font-weight: 600; } .stack .foreign { color: var(--quiet); }
.looks { margin-top: 8px; font-size: 14px; font-variant-numeric: tabular-nums; }
.looks th, .looks td { text-align: left; padding: 2px 22px 2px 0; }
.inside { scroll-margin-top: 5em; }
.inside:target { border-left: 3px solid var(--accent); padding-left: 10px; }
.copy { user-select: all; -webkit-user-select: all; }
@media (max-width: 640px) { .moments { columns: 1; } .tree ul { margin-left: 6px; padding-left: 8px; } .stack { margin-left: 4px; } }
@media print {
  .answer, .node { break-inside: avoid; }
  .bar .used { fill: url(#hatch); stroke: #000; }
  .tree .culprit > .node { outline: 2px solid #000; }
}
`;
