/**
 * The look of the page: light and dark by the reader's setting, one column on a phone. No fonts and no pictures, since
 * nothing may be loaded. Text and marks have a contrast of at least 4.5:1 and 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */
export const STYLE_SHEET = `
:root{color-scheme:light dark;--page:#f3f5f8;--card:#fff;--ink:#1a2433;--muted:#5b6779;--line:#e3e8ef;--accent:#1f4fd8;--bar:#5b84ea;--area:#e4ecfd;--bad:#c0262d;--bad-back:#fdecec;--good:#0a7a43;--good-back:#e6f5ec;--badge:#eef1f6}
@media (prefers-color-scheme:dark){:root{--page:#12161d;--card:#1b212b;--ink:#eef2f7;--muted:#a9b4c4;--line:#2d3644;--accent:#9db8ff;--bar:#6b92f2;--area:#232f4a;--bad:#ff8a8a;--bad-back:#4a1d20;--good:#5fd79a;--good-back:#17392a;--badge:#2a3341}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/22px 'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Liberation Sans',Helvetica,Arial,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:1120px;margin:0 auto;padding:28px 20px 40px}
h1{margin:0;font-size:26px;line-height:34px;font-weight:600}
h2{margin:0;font-size:16px;line-height:24px;font-weight:600}
p{margin:0}
a{color:var(--accent)}
.muted{color:var(--muted);font-size:13px;line-height:19px}
.status{margin:18px 0;padding:14px 18px;border-radius:10px;font-weight:600;background:var(--good-back);color:var(--good)}
.status.bad{background:var(--bad-back);color:var(--bad)}
.status ul{margin:0;padding-left:20px}
.grid{display:grid;gap:16px;grid-template-columns:repeat(4,minmax(0,1fr))}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;min-width:0;grid-column:span 4}
.half{grid-column:span 2}
.tile{grid-column:span 1}
.figure{font-size:28px;line-height:38px;font-weight:600;font-variant-numeric:tabular-nums}
.figure.bad,.bad-text{color:var(--bad)}
.head{display:flex;flex-wrap:wrap;gap:2px 16px;align-items:baseline;justify-content:space-between;margin-bottom:10px}
.key::before{content:'';display:inline-block;width:10px;height:10px;border-radius:2px;margin:0 6px 0 0;background:var(--bar)}
.key.failed::before{background:var(--bad)}
.key+.key{margin-left:14px}
svg{display:block;width:100%;overflow:visible}
svg text{fill:var(--muted);font-size:12px}
.grid-line{stroke:var(--line)}
.done{fill:var(--bar)}
.failed{fill:var(--bad)}
.area{fill:var(--area)}
.line{fill:none;stroke:var(--accent);stroke-width:2;vector-effect:non-scaling-stroke}
.ahead{fill:none;stroke:var(--bad);stroke-width:2;stroke-dasharray:5 5;vector-effect:non-scaling-stroke}
.now{stroke:var(--muted);stroke-dasharray:2 4}
.range{stroke:var(--bar);stroke-width:6;stroke-linecap:round}
.dot{fill:var(--accent)}
table{width:100%;border-collapse:collapse;font-size:14px;line-height:20px}
th{text-align:left;font-weight:600;font-size:13px;color:var(--muted);padding:0 12px 6px 0;vertical-align:bottom}
td{border-top:1px solid var(--line);padding:8px 12px 8px 0;vertical-align:top;overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0}
.amount{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.wide{width:30%}
.job{min-width:11em}
.code{font:12px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace}
.badge{display:inline-block;padding:0 8px;border-radius:9px;font-size:12px;line-height:18px;background:var(--badge);color:var(--muted);white-space:nowrap}
.badge.bad{background:var(--bad-back);color:var(--bad)}
.badge.good{background:var(--good-back);color:var(--good)}
bdi{unicode-bidi:isolate}
footer{margin-top:18px}
@media (max-width:760px){
main{padding:18px 12px 28px}
.grid{grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
.card,.half{grid-column:span 2}
.tile{grid-column:span 1;padding:12px 14px}
.figure{font-size:22px;line-height:30px}
table,tbody,tr,td{display:block}
thead{display:none}
tr{border-top:1px solid var(--line);padding:8px 0}
tbody tr:first-child{border-top:0}
td{border:0;padding:2px 0;display:flex;gap:12px;justify-content:space-between;text-align:right}
td::before{content:attr(data-name);color:var(--muted);flex:0 0 auto;text-align:left}
td.title{font-weight:600;text-align:left}
td.title::before,td.wide::before{content:none}
td.long{display:block;text-align:left}
td.long::before{content:none}
.wide{width:100%}
}`;
