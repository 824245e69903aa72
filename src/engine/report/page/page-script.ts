/**
 * The page's script: reads the data element and builds the forest plot and the lists with text nodes only. It runs from a file in any browser, so it is
 * plain JavaScript without modules; it makes no request.
 */
export const pageScript = `'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const make = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) if (value != null) node.setAttribute(name, value);
  node.append(...children.filter((child) => child != null));
  return node;
};
const letter = (index) => String.fromCharCode(65 + index);
const number = (value, digits = 4) => (value == null ? '\\u2013' : value.toFixed(digits).replace('-', '\\u2212'));
const signed = (value, digits = 4) => (value == null ? '\\u2013' : (value > 0 ? '+' : '') + number(value, digits));
const pText = (p) => (p == null ? '\\u2013' : p >= 0.9995 ? '1' : p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/, ''));
const shown = (value, effect) =>
  value == null ? '\\u2013' : effect === 'relative' ? signed(value * 100, 1) + '%' : signed(value, effect === 'absolute' ? 4 : 2);
const state = { challenger: 0, effect: 'relative', row: 0, user: 0 };

function mark(row, extent) {
  const unit = row.units[state.effect];
  const box = make('span', { class: 'mark ' + row.verdict, role: 'img', 'aria-label': factsOf(row).map((fact) => fact.join(' ')).join('; ') });
  box.append(make('i', { class: 'zero' }));
  if (unit == null || row.difference == null) return box;
  const place = (value) => 50 + Math.max(-1, Math.min(1, value / unit / extent)) * 50;
  const line = (kind, low, high) => {
    const bar = make('i', { class: kind });
    bar.style.left = place(low) + '%';
    bar.style.width = place(high) - place(low) + '%';
    box.append(bar);
  };
  if (row.corrected) line('thick', row.corrected[0] ?? -Infinity, row.corrected[1] ?? Infinity);
  if (row.low != null && row.high != null) line('thin', row.low, row.high);
  const ends = row.corrected ? [row.corrected[0] ?? -Infinity, row.corrected[1] ?? Infinity] : [row.low ?? 0, row.high ?? 0];
  const beyond = row.difference / unit;
  if (beyond > extent || ends[1] / unit > extent) box.append(make('b', { class: 'beyond high' }, (beyond > extent ? shown(beyond, state.effect) + ' ' : '') + '\\u25b8'));
  if (beyond < -extent || ends[0] / unit < -extent) box.append(make('b', { class: 'beyond low' }, '\\u25c2' + (beyond < -extent ? ' ' + shown(beyond, state.effect) : '')));
  if (Math.abs(row.difference / unit) <= extent) {
    const point = make('i', { class: 'point' });
    point.style.left = place(row.difference) + '%';
    box.append(point);
  }
  return box;
}

const range = (ends) => (ends[0] == null ? '\\u2212\\u221e' : signed(ends[0])) + ' to ' + (ends[1] == null ? '\\u221e' : signed(ends[1]));
const factsOf = (row) => [
  ['Difference', signed(row.difference)],
  [Math.round(row.level * 1000) / 10 + '% interval', row.low == null ? '\\u2013' : range([row.low, row.high])],
  ...(row.corrected ? [['Corrected interval', range(row.corrected)]] : []),
  ['p', pText(row.p) + ' alone, ' + pText(row.adjusted) + ' corrected (' + row.test + ')'],
  ['Users in pairs', String(row.pairs)],
  ['Verdict', row.reason],
];
const list = (pairs) => make('dl', {}, ...pairs.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));

const noteOn = (spec, variant, difference) => {
  const found = data.notes.filter((one) => one.spec === spec && one.variant === variant && one.difference === difference);
  if (found.length === 0) return null;
  const text = found.map((one) => one.text).join(' ');
  return make('span', { class: 'note', tabindex: 0, role: 'note', title: text, 'aria-label': 'Note: ' + text }, ' \\u270e');
};

function plot() {
  const host = document.getElementById('plot');
  const challenger = data.challengers[state.challenger];
  const extent = challenger?.extents[state.effect] ?? 1;
  const edge = state.effect === 'relative' ? Number((extent * 100).toPrecision(3)) + '%' : String(Number(extent.toPrecision(3)));
  const head = make('tr', {}, make('th', { scope: 'col' }, 'Metric'), make('th', { scope: 'col', class: 'n wide' }, 'A'));
  if (challenger)
    head.append(
      make('th', { scope: 'col', class: 'n wide' }, letter(state.challenger + 1)),
      make('th', { scope: 'col', class: 'plot' }, make('span', { class: 'axis' }, make('span', {}, '\\u2212' + edge), make('span', {}, '+' + edge))),
      make('th', { scope: 'col', class: 'n' }, 'difference'),
      make('th', { scope: 'col', class: 'n' }, 'verdict'),
      make('th', { scope: 'col', class: 'n wide' }, 'p'),
    );
  const rows = data.metrics.map((metric, index) => {
    const row = challenger?.comparisons.find((one) => one.spec === metric.spec);
    const line = make('tr', { tabindex: row ? 0 : null, 'aria-selected': row ? String(index === state.row) : null, class: row?.verdict });
    line.append(make('th', { scope: 'row' }, metric.spec, make('small', { class: 'mute' }, ' n = ' + metric.counts[0])));
    line.append(make('td', { class: 'n wide' }, number(metric.values[0]), noteOn(metric.spec, 0, false)));
    if (!row) return line;
    line.append(
      make('td', { class: 'n wide' }, number(metric.values[state.challenger + 1]), noteOn(metric.spec, state.challenger + 1, false)),
      make('td', { class: 'plot' }, mark(row, extent)),
      make('td', { class: 'n tone' }, row.difference == null || row.units[state.effect] == null ? '\\u2013' : shown(row.difference / row.units[state.effect], state.effect), noteOn(metric.spec, state.challenger + 1, true)),
      make('td', { class: 'n tone' }, row.verdict),
      make('td', { class: 'n wide' }, pText(row.adjusted ?? row.p)),
    );
    const choose = () => {
      if (state.row === index) return;
      state.row = index;
      for (const other of host.querySelectorAll('tbody tr')) other.setAttribute('aria-selected', String(other === line));
      facts();
    };
    for (const event of ['focus', 'pointerenter', 'click']) line.addEventListener(event, choose);
    return line;
  });
  host.replaceChildren(make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows)));
  facts();
}

function facts() {
  const metric = data.metrics[state.row];
  const row = data.challengers[state.challenger]?.comparisons.find((one) => one.spec === metric?.spec);
  document.getElementById('facts').replaceChildren(...(row ? [make('h2', {}, metric.spec), list(factsOf(row))] : []));
}

function lists() {
  const user = data.users[state.user];
  document.getElementById('lists').replaceChildren(
    ...(user?.lists ?? []).map((items, index) =>
      make(
        'div',
        {},
        make('h2', {}, letter(index) + ' \\u00b7 ' + data.names[index]),
        make('ol', {}, ...items.map(([title, score, relevant]) =>
          make('li', {}, title, make('span', { class: 'mute' }, ' ' + number(score)), relevant ? make('span', { class: 'hit' }, ' \\u2713 relevant') : null))),
      ),
    ),
  );
}

const choice = (label, options, key, redraw) => {
  const select = make('select', { 'aria-label': label }, ...options.map(([value, text]) => make('option', { value }, text)));
  select.addEventListener('change', () => {
    state[key] = key === 'effect' ? select.value : Number(select.value);
    redraw();
  });
  return make('label', {}, make('span', { class: 'mute' }, label + ' '), select);
};
const bar = document.getElementById('choices');
if (data.challengers.length > 0) {
  bar.append(
    choice('Variant', data.challengers.map((_, index) => [index, letter(index + 1) + ' \\u00b7 ' + data.names[index + 1] + ' against A']), 'challenger', plot),
    choice('Unit', [['relative', 'relative'], ['absolute', 'absolute'], ['standardised', 'standardised (dz)']], 'effect', plot),
  );
}
if (data.users.length > 0) document.getElementById('users').append(choice('User', data.users.map((user, index) => [index, user.id]), 'user', lists));
document.getElementById('conventions').append(list([...data.facts, ...data.conventions]));
plot();
lists();
`;
