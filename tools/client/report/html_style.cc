#include "tools/client/report/html_style.h"

#include <string>

namespace entente::client {
namespace {

constexpr char kStyle[] = R"css(
:root { --ink: #1a1f26; --soft: #4b5766; --rule: #c5ccd4; --faint: #e4e8ec;
  --deep: #17365d; --mid: #6f8fb5; --pale: #cfdbe8; --warn: #8a3b12;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L",
    P052, Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans",
    "DejaVu Sans", sans-serif; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: #fff; color: var(--ink); font: 0.95rem/1.5
  var(--sans); font-variant-numeric: tabular-nums lining-nums; }
.page { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .4rem .8rem; background: #fff;
  border: 2px solid var(--deep); z-index: 1; }
a { color: var(--deep); text-underline-offset: .15em;
  text-decoration-thickness: 1px; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px
  solid var(--deep); outline-offset: 2px; }
.defs { position: absolute; }
[lang] { hyphens: auto; overflow-wrap: break-word; }

h1, h2, h3, h4, h5 { font-family: var(--serif); line-height: 1.25;
  font-weight: 600; hyphens: manual; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: .2rem 0 1.5rem; letter-spacing: -.005em; }
h2 { font-size: 1.45rem; margin: 3.5rem 0 1rem; padding-top: .7rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
h4 { font-size: 1.02rem; margin: 2rem 0 .3rem; }
h5 { font-size: 1.18rem; margin: .15rem 0 .6rem; }
h6 { font: 600 .8rem/1.4 var(--sans); color: var(--soft); margin: 1.3rem 0
  .4rem; letter-spacing: .02em; }
h2 .sl, h3 .sl { color: var(--soft); font-weight: 400; }
p { margin: 0 0 .7rem; max-width: 44rem; }
.kicker { font-size: .85rem; color: var(--soft); letter-spacing: .02em;
  margin: 0; }
.head { border-top: 4px solid var(--deep); padding-top: .9rem; }
.facts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr));
  gap: 0 1.6rem; margin: 0 0 1rem; }
.facts div { border-top: 1px solid var(--rule); padding: .45rem 0 .55rem; }
.facts .wide { grid-column: 1 / -1; }
dt { font-size: .78rem; color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.hash, code { font-family: ui-monospace, "DejaVu Sans Mono", "Liberation Mono",
  monospace; font-size: .82em; }
.made { font-size: .85rem; color: var(--soft); border-top: 1px solid
  var(--rule); padding-top: .5rem; max-width: none; }
.notice { border: 1px solid var(--warn); border-left-width: 5px; padding: .7rem
  1rem; margin: 1rem 0; max-width: none; }
.notice p { font-weight: 600; margin: 0 0 .3rem; }
.notice ul { margin: 0; padding-left: 1.1rem; }
.toc ol { list-style: none; margin: 1.2rem 0 0; padding: 0; display: flex;
  flex-wrap: wrap; gap: .2rem 1.8rem; font-size: .9rem; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem;
  line-height: 1.35; }
caption { text-align: left; font-size: .8rem; color: var(--soft);
  padding: 0 0 .35rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .55rem; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; font-size: .8rem; vertical-align: bottom;
  border-bottom: 1.5px solid var(--ink); }
thead td { border-bottom: 1.5px solid var(--ink); }
thead th span[lang] { display: block; }
thead th span[lang=nl] { font-weight: 400; color: var(--soft); }
thead th .sl { display: none; }
tbody th { font-weight: 400; }
tbody th span[lang=fr] { display: block; }
tbody th span[lang=nl] { display: block; color: var(--soft); font-size: .92em; }
tbody th .sl { display: none; }
tr.sum th span[lang=nl] { font-weight: 400; }
tbody tr + tr > * { border-top: 1px solid var(--faint); }
tr.sum > * { border-top: 1.5px solid var(--ink) !important; font-weight: 600; }
.num { text-align: right; white-space: nowrap; }
td.num span, td.none { white-space: normal; }
.rest { font-weight: 700; color: var(--deep); }
.neg { color: var(--warn); font-weight: 600; }
.sub { display: block; font-size: .82rem; color: var(--soft); }
.none, .no-target { color: var(--soft); font-size: .85rem; }
.no-target { font-style: italic; }
.remark { font-size: .88rem; color: var(--soft); }
.lead { font-family: var(--serif); font-size: 1.08rem; }

.legend { list-style: none; margin: 1.6rem 0 .4rem; padding: 0; display: flex;
  flex-wrap: wrap; gap: .2rem 1.4rem; font-size: .82rem; }
.key { width: .85rem; height: .85rem; vertical-align: -.08rem;
  margin-right: .4rem; }
.bar-row { margin: .9rem 0; }
.bar-row figcaption { display: flex; flex-wrap: wrap; gap: 0 .3rem;
  font-size: .88rem; }
.bar-row .amount { margin-left: auto; }
.money-bar { display: block; width: 100%; height: 1.25rem; margin: .2rem 0; }
.rest-line { font-size: .82rem; margin: 0; color: var(--deep); }
.spent { fill: var(--deep); } .reserved { fill: var(--mid); }
.available { fill: var(--pale); } .unallotted { fill: url(#hatch); }
.frame { fill: none; stroke: var(--ink); stroke-width: 1;
  vector-effect: non-scaling-stroke; }
.keyed { stroke: var(--ink); stroke-width: 1; }

.part { font-size: 1.3rem; margin-top: 2.8rem; }
.sector { border-top: 1px solid var(--ink); padding-top: .6rem; }
.printed { color: var(--soft); font-weight: 400; }
.general { font-size: .9rem; }
.level { font-size: .8rem; color: var(--soft); }
.general-text { font-family: var(--serif); font-style: italic; }
.objective { border-top: 1px solid var(--rule); padding: 1.1rem 0 .4rem;
  margin-top: 1.4rem; }
.meta { display: flex; flex-wrap: wrap; gap: .1rem 1rem; align-items: baseline;
  margin: 0; max-width: none; }
.path { font-weight: 700; color: var(--deep); }
.id { font-size: .8rem; color: var(--soft); }
.mark { font-size: .8rem; color: var(--warn); }
.plan { font-size: .88rem; }
details { margin: .15rem 0; }
summary { cursor: pointer; color: var(--soft); width: fit-content; }
details ul { font-family: var(--serif); margin: .4rem 0 .8rem; padding-left:
  1.2rem; max-width: 44rem; }
details li { margin: .2rem 0; }
.indicator { padding: .55rem 0 .5rem; border-top: 1px solid var(--faint); }
h6 + .indicator { border-top: 0; }
.said { font-family: var(--serif); font-size: 1rem; margin: 0 0 .15rem; }
.measure { padding-left: 1rem; border-left: 2px solid var(--pale); margin: .3rem
  0 .5rem; }
.measure-name { font-size: .85rem; margin: 0; }
.marks { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: .8rem;
  color: var(--soft); margin: 0 0 .3rem; max-width: none; }
.figures { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr);
  gap: .2rem 1rem; align-items: start; }
.figures > .total:only-child { grid-column: 1 / -1; }
.total p { margin: 0; }
.total .level { display: block; }
.value { font-weight: 700; white-space: nowrap; }
.total .value { font-size: 1.05rem; }
.since, .target { margin: 0; font-size: .82rem; }
.year .no-target, .year .target { margin: .1rem 0 0; }
.no-target { margin: .15rem 0 0; }
.target-year { display: flex; gap: .6rem; align-items: baseline; }
.term { display: flex; flex-wrap: wrap; gap: 0 .9rem; align-items: baseline;
  margin: .2rem 0 0; }
.charts { display: flex; flex-wrap: wrap; gap: .5rem 1.6rem; }
.year { flex: 1 1 15rem; max-width: 24rem; margin: 0; }
.year figcaption { font-size: .85rem; line-height: 1.2; }
.year svg { display: block; width: 100%; height: auto; }
.bar { fill: var(--deep); } .of { fill: none; stroke: var(--deep); }
.base { stroke: var(--ink); stroke-width: .8; }
.nodata { fill: var(--soft); }
svg text { font-family: var(--sans); text-anchor: middle; }
.val { font-size: 9.5px; fill: var(--ink); }
.val.unusual { fill: var(--warn); font-weight: 700; }
.axis { font-size: 9.5px; fill: var(--soft); }
.measures code { display: block; color: var(--soft); }
tbody th .mark, tbody th .mark span { font-size: .92em; color: var(--warn); }
.internal { font-size: .8rem; color: var(--soft); }
.code { margin-bottom: .2rem; font-size: 1rem; }
.code code { font-weight: 400; color: var(--soft); margin-left: .5rem; }
.count { font-family: var(--sans); font-size: .9rem; color: var(--soft); }
.findings td { width: 46%; } .findings .line { width: 8%; }
.gaps { padding-left: 1.1rem; max-width: 48rem; }
.gaps li { margin: .35rem 0; }
.foot { margin-top: 3.5rem; border-top: 1px solid var(--rule); padding-top:
  .6rem; font-size: .8rem; color: var(--soft); max-width: none; }
)css";

constexpr char kNarrow[] = R"css(
@media screen and (max-width: 44rem) {
  .page { padding: 1.2rem 1rem 3rem; }
  h1 { font-size: 1.45rem; }
  h2 { font-size: 1.25rem; margin-top: 2.6rem; }
  .facts { grid-template-columns: minmax(0, 1fr); }
  .facts div { padding: .35rem 0; }
  .toc ol { flex-direction: column; gap: .45rem; }
  .toc a { display: inline-block; padding: .15rem 0; }
  .figures { grid-template-columns: minmax(0, 1fr); }
  .measure { padding-left: .7rem; }
  .year { flex-basis: 100%; }
  table, caption, tbody, tr, th, td { display: block; width: auto; }
  thead { position: absolute; left: -100rem; }
  tbody tr + tr > * { border-top: 0; }
  tr.sum > * { border-top: 0 !important; }
  tbody tr { border-top: 1px solid var(--rule); padding: .5rem 0; }
  tbody tr.sum { border-top: 1.5px solid var(--ink); }
  th, td { padding: .1rem 0; }
  tbody th { font-weight: 600; }
  td[data-label] { display: flex; justify-content: space-between; gap: 1rem; }
  td[data-label]::before { content: attr(data-label); color: var(--soft);
    font-weight: 400; white-space: normal; text-align: left; }
  td.text { text-align: right; }
  .findings td { width: auto; }
  .findings .line { text-align: left; font-weight: 600; }
}
)css";

constexpr char kPaper[] = R"css(
@page { size: A4; margin: 17mm 15mm 18mm;
  @bottom-right { content: counter(page) " / " counter(pages);
    font: 8pt sans-serif; color: #333; } }
@media print {
  :root { --ink: #000; --soft: #333; --rule: #999; --faint: #bbb;
    --warn: #000; }
  html { font-size: 9.8pt; }
  body { font-size: 9.2pt; line-height: 1.4; }
  .page { max-width: none; padding: 0; }
  .skip, .toc { display: none; }
  a { color: inherit; text-decoration: none; }
  .scroll { overflow: visible; }
  table { font-size: 8.2pt; }
  thead { display: table-header-group; }
  thead th { font-size: 7.6pt; }
  tr, figure, .measure, .bar-row, .notice, .facts div { break-inside: avoid; }
  .indicator, .phases, .routes, .lines, .activities, .objective-head {
    break-inside: avoid; }
  .objective-head, .legend { break-after: avoid; }
  tr.sum { break-before: avoid; }
  h2, h3, h4, h5, h6, .meta, .general, .said, caption { break-after: avoid; }
  p { orphans: 3; widows: 3; }
  h1 { font-size: 18pt; } h2 { font-size: 14pt; margin-top: 9mm; }
  h5 { font-size: 11.5pt; } .part { font-size: 12.5pt; }
  /* Nobody can open them on paper. */
  details::details-content { content-visibility: visible; height: auto; }
  summary { list-style: none; }
  summary::-webkit-details-marker { display: none; }
  .figures { grid-template-columns: 26mm minmax(0, 1fr); gap: 1mm 3mm; }
  .charts { flex-wrap: nowrap; gap: 5mm; }
  .year { flex: 1 1 0; }
  .val, .axis { font-size: 10.5px; }
  .facts { grid-template-columns: repeat(3, minmax(0, 1fr)); }
}
)css";

}  // namespace

absl::string_view ReportStyle() {
  static const std::string* const kWhole =
      new std::string(std::string(kStyle) + kNarrow + kPaper);
  return *kWhole;
}

}  // namespace entente::client
