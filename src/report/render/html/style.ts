/** The page's style: light and dark by the reader's setting, black on white in print. Colour never says anything alone. */
export const STYLE = `
:root { color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1c2330; --quiet: #5b6575; --line: #dde1e8; --code: #f1f3f7;
  --bad: #b42318; --warn: #9a6100; --good: #1a7f45; --accent: #2456b8; --mark: #fff4d6; }
@media (prefers-color-scheme: dark) { :root {
  --page: #14181f; --card: #1c222b; --text: #e6e9ef; --quiet: #9aa5b5; --line: #313a47; --code: #252c37;
  --bad: #ff8a7a; --warn: #f0b44c; --good: #5fd38d; --accent: #8db4ff; --mark: #3a3220; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 28px 20px 48px; overflow-wrap: anywhere; }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 6px; }
h2 { font-size: 15px; margin: 0 0 8px; }
p { margin: 0 0 10px; }
code, pre, .stack, .code th, .coroutine { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
code { background: var(--code); border-radius: 4px; padding: 1px 4px; }
.quiet { color: var(--quiet); font-weight: normal; }
.hung h1 .mark { color: var(--bad); } .slow h1 .mark { color: var(--warn); }
.exited h1 .mark { color: var(--good); } .running h1 .mark { color: var(--accent); }
header { margin-bottom: 18px; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0; padding: 0; list-style: none; color: var(--quiet); font-size: 13.5px; }
.meta b { color: var(--text); font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px 20px; margin: 0 0 16px; }
.answer { border-left: 5px solid var(--quiet); }
.hung .answer { border-left-color: var(--bad); } .slow .answer { border-left-color: var(--warn); }
.running .answer { border-left-color: var(--accent); }
.sentence { font-size: 18px; line-height: 1.45; margin: 8px 0 14px; }
.tags { margin: 0; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 10px; padding: 0 9px; font-size: 12.5px; line-height: 20px; }
.fix { border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 6px; padding: 10px 14px; margin: 0 0 14px; }
.fix h2 { margin-bottom: 2px; } .fix p { margin: 0; }
table { border-collapse: collapse; }
.code { width: 100%; background: var(--code); border-radius: 6px; margin: 0 0 12px; }
.code caption { text-align: left; color: var(--quiet); font-size: 13px; padding-bottom: 4px; }
.code th { text-align: left; font-weight: normal; color: var(--quiet); max-width: 320px; }
.code th, .code td { padding: 6px 12px; vertical-align: baseline; overflow-wrap: break-word; }
.code .change { background: var(--mark); } .code .change b { color: var(--text); }
.code td code { background: none; padding: 0; font-weight: 600; }
.code .note { color: var(--quiet); font-size: 13.5px; }
.facts { margin: 0; padding: 0; list-style: none; font-size: 14px; }
.facts li { display: grid; grid-template-columns: 92px 1fr; }
.facts b { color: var(--quiet); font-weight: normal; }
.scroll { overflow-x: auto; }
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
.node > summary, .card > summary { cursor: pointer; }
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
.limits { margin: 0; padding-left: 18px; } .limits li { margin-bottom: 8px; }
pre { margin: 10px 0 0; padding: 12px; background: var(--code); border-radius: 6px; overflow: auto; max-height: 70vh; white-space: pre-wrap; }
footer { color: var(--quiet); font-size: 12.5px; margin-top: 20px; }
@media (max-width: 640px) {
  main { padding: 16px 10px 32px; } .card { padding: 12px 14px; } .moments { columns: 1; }
  .code, .code tbody, .code tr, .code td, .code th, .code caption { display: block; } .code th, .code td { padding: 3px 10px; max-width: none; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --text: #000; --quiet: #333; --line: #888; --code: #fff;
    --bad: #000; --warn: #000; --good: #000; --accent: #000; --mark: #fff; }
  main { max-width: none; padding: 0; } .answer, .node { break-inside: avoid; } pre { max-height: none; }
  details.card:not([open]) { display: none; }
  .bar .used { fill: url(#hatch); stroke: #000; }
  .tree .culprit > .node { outline: 2px solid #000; }
}
`;
