/** The picture of waits. */
export const GRAPH_STYLE = `
.waits { display: block; margin: 0 auto; }
.waits .edge { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.waits .edge.in-ring { stroke: var(--text); stroke-width: 3; }
.waits .head path { fill: var(--quiet); } .waits .head.in-ring path { fill: var(--text); }
.waits .box { fill: var(--code); stroke: var(--quiet); }
.waits .culprit .box { fill: var(--mark); stroke: var(--bad); stroke-width: 3; }
.waits .bystander .box { stroke-dasharray: 5 4; fill: var(--card); }
.waits .waiter .box { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
.waits .thing .box { fill: var(--card); stroke: var(--quiet); stroke-dasharray: 2 3; }
.waits text { fill: var(--text); font-size: 13px; }
.waits .bystander text { fill: var(--quiet); }
.waits .label { font-weight: 600; } .waits .small { font-size: 12.5px; } .waits .alike { font-weight: 700; }
.waits .where { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 11.5px; fill: var(--quiet); }
.waits .flag { fill: var(--bad); }
.waits .flag-words { fill: var(--card); font-size: 11px; font-weight: 700; letter-spacing: .04em; }
.waits a:hover .box, .waits a:focus-visible .box { stroke: var(--accent); stroke-width: 2.5; }
@media print { .waits { max-width: 100%; height: auto; } .waits .flag-words { fill: #fff; } .waits .flag { fill: #000; } }
`;
