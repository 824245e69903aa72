/** The page's only styles, light and dark. Colour means verdict; verdicts also differ in shape and words. */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--pane:#fff;--line:#e3e6eb;--ink:#1b2430;--mute:#596473;--good:#0b7a53;--bad:#b3402a;--undecided:#806413}
@media (prefers-color-scheme:dark){:root{--bg:#12161c;--pane:#191f27;--line:#2a323d;--ink:#e6eaf0;--mute:#9aa6b6;--good:#4cc38a;--bad:#f0806a;--undecided:#d9b95b}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1100px;padding:20px 16px;background:var(--bg);color:var(--ink);font:14px/1.4 system-ui,'DejaVu Sans',sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:18px;margin:0 0 4px}h2{font-size:14px;margin:0 0 8px}
section{margin:12px 0;padding:12px 14px;border:1px solid var(--line);border-radius:9px;background:var(--pane);overflow-x:auto}
.mute{color:var(--mute);font-size:13px}.bar{display:flex;flex-wrap:wrap;gap:12px;margin-bottom:8px}
select{font:inherit;padding:2px 6px;max-width:100%}
table{width:100%;border-collapse:collapse}th,td{padding:4px 8px 4px 0;border-top:1px solid var(--line);font-weight:400;text-align:left}thead th{border:0;color:var(--mute);font-size:12px}
.n{text-align:right;white-space:nowrap}.plot{width:40%;min-width:150px}
.better{--tone:var(--good)}.worse{--tone:var(--bad)}.undecided{--tone:var(--undecided)}.tone{color:var(--tone);font-weight:600}
.axis{display:flex;justify-content:space-between}
.mark{position:relative;display:block;height:18px;overflow:hidden}.mark i{position:absolute;display:block}
.zero{left:50%;top:0;bottom:0;width:1px;background:var(--line)}
.thick{top:6px;height:6px;border-radius:3px;background:var(--tone);opacity:.45}.thin{top:8px;height:2px;background:var(--tone)}
.point{top:5px;width:8px;height:8px;margin-left:-4px;border-radius:50%;background:var(--tone)}.worse .point{border-radius:1px}.undecided .point{background:var(--pane);border:2px solid var(--tone)}
tr[tabindex]:focus-visible{outline:2px solid;outline-offset:-2px}tr[aria-selected=true]{background:color-mix(in srgb,var(--line) 40%,transparent)}
.lists{display:grid;grid-template-columns:repeat(auto-fit,minmax(240px,1fr));gap:16px}ol{margin:0;padding-left:26px}li{padding:2px 0}
.note{color:var(--undecided);cursor:help}.notes{margin:0;padding-left:20px;white-space:pre-wrap;overflow-wrap:anywhere}
.hit{color:var(--good);font-weight:600}.label{color:var(--bad);font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:0}dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}
.beyond{position:absolute;top:0;padding:0 2px;background:var(--pane);color:var(--tone);font-size:11px}.low{left:0}.high{right:0}
@media (max-width:600px){.wide,small{display:none}.plot{min-width:84px}section{padding:10px 8px}th,td{padding-right:5px;font-size:13px}}
`;
