/** What every page shares: light and dark by the reader's setting, black on white in print. Colour never says anything alone. */
export const BASE_STYLE = `
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
code, pre, .stack, .code th, .coroutine, .mono { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
code { background: var(--code); border-radius: 4px; padding: 1px 4px; }
.quiet { color: var(--quiet); font-weight: normal; }
header { margin-bottom: 18px; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0; padding: 0; list-style: none; color: var(--quiet); font-size: 13.5px; }
.meta b { color: var(--text); font-weight: 600; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px 20px; margin: 0 0 16px; }
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
.scroll { overflow-x: auto; }
.limits { margin: 0; padding-left: 18px; } .limits li { margin-bottom: 8px; }
pre { margin: 10px 0 0; padding: 12px; background: var(--code); border-radius: 6px; overflow: auto; max-height: 70vh; white-space: pre-wrap; }
footer { color: var(--quiet); font-size: 12.5px; margin-top: 20px; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; }
.bar-links { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 18px; max-width: 1040px; margin: 0 auto; padding: 14px 20px 0; font-size: 14px; }
.bar-links .brand { font-weight: 700; color: var(--text); text-decoration: none; margin-right: 6px; }
.bar-links [aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--accent); }
.bar-links .rest { margin-left: auto; display: flex; flex-wrap: wrap; gap: 4px 18px; }
@media (max-width: 640px) {
  main { padding: 16px 10px 32px; } .card { padding: 12px 14px; } .bar-links { padding: 10px 12px 0; } .bar-links .rest { margin-left: 0; }
  .code, .code tbody, .code tr, .code td, .code th, .code caption { display: block; } .code th, .code td { padding: 3px 10px; max-width: none; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --text: #000; --quiet: #333; --line: #888; --code: #fff;
    --bad: #000; --warn: #000; --good: #000; --accent: #000; --mark: #fff; }
  main { max-width: none; padding: 0; } pre { max-height: none; } .bar-links { display: none; }
  details.card:not([open]) { display: none; }
}
`;
