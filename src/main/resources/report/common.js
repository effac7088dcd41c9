'use strict';
/* What both pages share. All text of users goes through textContent: nothing of theirs is ever markup. */

const el = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined).map(child => child instanceof Node ? child : String(child)));
  return element;
};

const MINUS = '\u2212';
const NONE = '\u2013';

class Format {
  /** @param currency such as INR; null if the account's is not known */
  constructor(currency) {
    this.currency = currency;
    const locale = currency === 'INR' ? 'en-IN' : 'en-US';
    const digits = currency === 'INR' ? 2 : 6;
    this.moneys = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: digits });
    this.prices = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 9 });
    this.wholes = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
    this.percents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  signed(value, text) { return value < 0 ? MINUS + text : text; }
  money(value) { return value === null || value === undefined ? NONE : this.signed(value, this.moneys.format(Math.abs(value))); }
  price(value) { return value === null || value === undefined ? NONE : this.signed(value, this.prices.format(Math.abs(value))); }
  number(value) { return value === null || value === undefined ? NONE : this.signed(value, this.wholes.format(Math.abs(value))); }
  ratio(value) { return value === null || value === undefined ? NONE : this.signed(value, this.percents.format(Math.abs(value))); }
  percent(value) { return value === null || value === undefined ? NONE : this.ratio(value) + '\u00a0%'; }
  duration(seconds) {
    if (seconds === null || seconds === undefined) return NONE;
    const whole = Math.floor(seconds);
    const days = Math.floor(whole / 86400);
    const pad = number => String(number).padStart(2, '0');
    const clock = pad(Math.floor(whole / 3600) % 24) + ':' + pad(Math.floor(whole / 60) % 60) + ':' + pad(whole % 60);
    return days > 0 ? days + '\u00a0d ' + clock : clock;
  }
  /** The exchange's own clock, as it stands in the file. */
  time(iso) { return iso ? iso.slice(0, 10) + ' ' + iso.slice(11).replace(/(Z|[+-]\d\d:\d\d)$/, '') : NONE; }
}

/** Seconds of the exchange's clock, as charts have them on their axis. */
const clock = iso => Date.parse(iso.replace(/(Z|[+-]\d\d:\d\d)$/, '') + 'Z') / 1000;

const tone = value => value > 0 ? 'gain' : value < 0 ? 'loss' : null;

/** A word with what it means, for mouse, keyboard and screen reader. */
let tips = 0;
const defined = (word, meaning) => {
  if (!meaning) return document.createTextNode(word);
  const id = 'tip-' + ++tips;
  return el('dfn', { tabindex: 0, 'aria-describedby': id }, word, el('span', { class: 'tip', role: 'tooltip', id }, meaning));
};

const section = (title, id, ...children) => el('section', { 'aria-labelledby': id + '-title', id }, el('h2', { id: id + '-title' }, title), ...children);
const empty = text => el('p', { class: 'empty' }, text);

/** A table whose columns are {name, value(row), text(value, row), number, cell(row), meaning}. */
class DataTable {
  constructor(label, columns, rows, options) {
    Object.assign(this, { label, columns, all: rows, shown: rows, page: 0, sorted: null, down: false });
    this.size = (options || {}).size || 100;
    this.open = (options || {}).open;
    this.opens = (options || {}).opens;
    this.body = el('tbody');
    this.heads = columns.map((column, place) => el('th', { scope: 'col', class: column.number ? 'number' : null },
      el('button', { type: 'button', onclick: () => this.sort(place) }, column.name)));
    this.count = el('span', { role: 'status', class: 'under' });
    this.before = el('button', { type: 'button', onclick: () => this.turn(-1) }, 'Previous');
    this.after = el('button', { type: 'button', onclick: () => this.turn(1) }, 'Next');
    this.pager = el('div', { class: 'bar' }, this.before, this.after, this.count);
    this.element = el('div', {}, this.pager, el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
      el('table', {}, el('caption', { class: 'screen-reader' }, label), el('thead', {}, el('tr', {}, this.heads)), this.body)));
    this.draw();
  }
  sort(place) {
    this.down = this.sorted === place ? !this.down : false;
    this.sorted = place;
    this.arrange();
  }
  filter(test) {
    this.test = test;
    this.arrange();
  }
  arrange() {
    this.shown = this.test ? this.all.filter(this.test) : this.all.slice();
    if (this.sorted !== null) {
      const value = this.columns[this.sorted].value;
      const sign = this.down ? -1 : 1;
      this.shown.sort((a, b) => {
        const left = value(a), right = value(b);
        if (left === right) return 0;
        if (left === null || left === undefined) return 1;
        if (right === null || right === undefined) return -1;
        return left < right ? -sign : sign;
      });
    }
    this.page = 0;
    this.draw();
  }
  turn(by) {
    this.page += by;
    this.draw();
  }
  draw() {
    const from = this.page * this.size, to = Math.min(from + this.size, this.shown.length);
    this.heads.forEach((head, place) => {
      if (place === this.sorted) head.setAttribute('aria-sort', this.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    this.body.replaceChildren(...this.shown.slice(from, to).map(row => el('tr', this.open ? { class: 'open', onclick: () => this.open(row) } : {},
      this.columns.map((column, place) => {
        const value = column.value(row);
        const content = column.cell ? column.cell(row) : column.text ? column.text(value, row) : value === null || value === undefined ? NONE : value;
        return el('td', { class: [column.number ? 'number' : '', column.wide ? 'text' : '', column.toned ? tone(value) || '' : ''].join(' ').trim() || null }, content);
      }))));
    this.count.textContent = this.shown.length === 0 ? 'nothing matches'
      : (from + 1) + ' to ' + to + ' of ' + this.shown.length + (this.shown.length < this.all.length ? ' that match, of ' + this.all.length : '');
    this.before.disabled = this.page === 0;
    this.after.disabled = to >= this.shown.length;
    this.pager.hidden = this.all.length <= this.size && !this.test;
  }
}

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Charts are drawn again when the theme or the width changes. */
const drawn = [];
const DATES = [
  [3600 * 24 * 365, '{YYYY}', null, null, null, null, null, null, 1],
  [3600 * 24 * 28, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [3600 * 24, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
];
const chart = (label, height, make) => {
  const holder = el('div', { class: 'chart', role: 'img', 'aria-label': label });
  let plot = null;
  const draw = () => {
    const width = Math.max(260, holder.clientWidth - 18);
    if (plot) plot.destroy();
    const { options, data } = make();
    const axis = { stroke: style('--ink'), grid: { stroke: style('--grid'), width: 1 }, ticks: { stroke: style('--line'), width: 1 } };
    options.axes = options.axes.map((own, place) => ({ ...axis, ...(place === 0 ? { values: DATES } : {}), ...own }));
    plot = new uPlot({ width, height, tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'), ...options }, data, holder);
  };
  drawn.push(() => { if (plot && Math.abs(plot.width - (holder.clientWidth - 18)) > 1) plot.setSize({ width: Math.max(260, holder.clientWidth - 18), height }); });
  const redraw = () => { if (holder.isConnected) draw(); };
  themed.push(redraw);
  requestAnimationFrame(redraw);
  holder.redraw = redraw;
  return holder;
};
const themed = [];

const themeButton = () => {
  const root = document.documentElement;
  const button = el('button', { type: 'button', onclick: () => set(root.dataset.theme === 'dark' ? 'light' : 'dark') });
  const set = theme => {
    root.dataset.theme = theme;
    button.textContent = theme === 'dark' ? 'Light colours' : 'Dark colours';
    themed.forEach(redraw => redraw());
  };
  const wanted = matchMedia('(prefers-color-scheme: dark)');
  wanted.addEventListener('change', change => set(change.matches ? 'dark' : 'light'));
  set(wanted.matches ? 'dark' : 'light');
  return button;
};

/** What the page shows, as it was written beside it: a packed document a line, the first of the files, the others lists of prices. */
const documents = async () => {
  const unpacked = async line => {
    const bytes = Uint8Array.from(atob(line), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };
  const [own, ...prices] = await Promise.all(document.getElementById('data').textContent.trim().split('\n').map(unpacked));
  return { ...own, prices: prices.flat() };
};

const start = show => {
  let width = innerWidth;
  addEventListener('resize', () => { if (width !== innerWidth) { width = innerWidth; requestAnimationFrame(() => drawn.forEach(fit => fit())); } });
  documents().then(show).then(() => { document.documentElement.dataset.shown = 'yes'; }).catch(failure => {
    document.querySelector('main').replaceChildren(el('p', { class: 'notice' },
      'This page cannot be shown: ' + failure.message + '. It needs a browser of 2023 or newer; the files beside it hold the same numbers.'));
    throw failure;
  });
};
