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

/** An element of a drawing. */
const svgNode = (tag, attributes, text) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text) node.textContent = text;
  return node;
};

const MINUS = '\u2212';
const NONE = '\u2013';

class Format {
  /** @param currency such as INR; null if the account's is not known */
  constructor(currency) {
    this.currency = currency;
    const locale = currency === 'INR' ? 'en-IN' : 'en-US';
    const own = currency === null || currency === undefined ? 2 : new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    this.moneys = new Intl.NumberFormat(locale, { minimumFractionDigits: own, maximumFractionDigits: currency === 'INR' ? own : 6 });
    this.rounded = currency ? new Intl.NumberFormat(locale, { minimumFractionDigits: own, maximumFractionDigits: own }) : this.moneys;
    this.locale = locale;
    this.like([], currency ? own : 0);
    this.fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 9 });
    this.wholes = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
    this.percents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  /** Prices are written with as many digits as the finest of these has. */
  like(prices, digits = this.prices.resolvedOptions().minimumFractionDigits) {
    for (const price of prices) while (digits < 9 && Number(price.toFixed(digits)) !== price) digits++;
    this.prices = new Intl.NumberFormat(this.locale, { minimumFractionDigits: digits, maximumFractionDigits: 9 });
  }
  /** What is rounded to 0 has no sign. */
  signed(value, text) { return value < 0 && /[1-9]/.test(text) ? MINUS + text : text; }
  /** In the digits of the currency; what is less than one of it in all digits there are. */
  money(value) { return value === null || value === undefined ? NONE : this.signed(value, (Math.abs(value) < 1 ? this.moneys : this.rounded).format(Math.abs(value))); }
  price(value) { return value === null || value === undefined ? NONE : this.signed(value, this.prices.format(Math.abs(value))); }
  /** A round number beside a chart. */
  round(value) { return this.signed(value, this.fine.format(Math.abs(value))); }
  number(value) { return value === null || value === undefined ? NONE : this.signed(value, this.wholes.format(Math.abs(value))); }
  ratio(value) { return value === null || value === undefined ? NONE : this.signed(value, this.percents.format(Math.abs(value))); }
  percent(value) { return value === null || value === undefined ? NONE : this.ratio(value) + '\u00a0%'; }
  duration(seconds) {
    if (seconds === null || seconds === undefined) return NONE;
    const size = Math.abs(seconds), whole = Math.floor(size);
    const days = Math.floor(whole / 86400);
    const pad = number => String(number).padStart(2, '0');
    const fraction = size < 60 ? size.toFixed(9).replace(/^\d+/, '').replace(/\.?0+$/, '') : '';
    const clock = pad(Math.floor(whole / 3600) % 24) + ':' + pad(Math.floor(whole / 60) % 60) + ':' + pad(whole % 60) + fraction;
    return this.signed(seconds, days > 0 ? days + '\u00a0d ' + clock : clock);
  }
  /** The exchange's own clock, as it stands in the file. */
  time(iso) { return iso ? iso.slice(0, 10) + ' ' + iso.slice(11).replace(/(Z|[+-]\d\d:\d\d)$/, '') : NONE; }
}

/** Seconds of the exchange's clock, as charts have them on their axis. */
const clock = iso => Date.parse(iso.replace(/(Z|[+-]\d\d:\d\d)$/, '') + 'Z') / 1000;

const tone = value => value > 0 ? 'gain' : value < 0 ? 'loss' : null;

/** Flags, then numbers, then texts; what there is not comes last. */
const order = (a, b) => {
  const kind = value => value === null || value === undefined ? 'undefined' : typeof value;
  const left = kind(a), right = kind(b), kinds = ['boolean', 'number', 'string', 'undefined'];
  return left !== right ? kinds.indexOf(left) - kinds.indexOf(right) : left === 'undefined' || a === b ? 0 : a < b ? -1 : 1;
};

/** A word with what it means, for mouse, keyboard and screen reader; Escape puts it away. */
let tips = 0;
const defined = (word, meaning) => {
  if (!meaning) return document.createTextNode(word);
  const id = 'tip-' + ++tips;
  const tip = el('span', { class: 'tip', role: 'tooltip', id }, meaning);
  const place = () => {
    element.classList.remove('quiet');
    const box = element.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = (box.bottom + 4 + tip.offsetHeight > innerHeight ? box.top - 4 - tip.offsetHeight : box.bottom + 4) + 'px';
  };
  const element = el('dfn', { tabindex: 0, 'aria-describedby': id, onmouseenter: place, onfocus: place }, word, tip);
  return element;
};
addEventListener('keydown', event => {
  if (event.key === 'Escape') document.querySelectorAll('dfn:hover, dfn:focus').forEach(element => element.classList.add('quiet'));
});

/** A figure that people look for first. */
const LONG = 12;
const card = (label, value, meaning, coloured) => el('div', { class: 'card' }, el('dt', {}, defined(label, meaning)), el('dd', { class: [coloured, String(value).length > LONG ? 'long' : ''].filter(name => name).join(' ') || null }, value));

const section = (title, id, ...children) => el('section', { 'aria-labelledby': id + '-title', id }, el('h2', { id: id + '-title' }, title), ...children);
const warned = warnings => warnings.length === 0 ? '' : el('p', { class: 'notice' }, warnings.length === 1 ? '1 warning: ' : warnings.length + ' warnings, listed below; the first: ', el('span', { class: 'name' }, warnings[0]));
const empty = text => el('p', { class: 'empty' }, text);

/** A table whose columns are {name, value(row), text(value, row), number, cell(row), meaning}. */
class DataTable {
  constructor(label, columns, rows, options) {
    Object.assign(this, { label, columns, all: rows, shown: rows, page: 0, sorted: null, down: false });
    this.size = (options || {}).size || 100;
    this.open = (options || {}).open;
    this.paper = (options || {}).paper || Infinity;
    this.printed = el('p', { class: 'paper-only' });
    this.body = el('tbody');
    this.heads = columns.map((column, place) => el('th', { scope: 'col', class: column.number ? 'number' : null },
      el('button', { type: 'button', onclick: () => this.sort(place) }, column.name)));
    this.count = el('span', { role: 'status', class: 'under' });
    this.before = el('button', { type: 'button', onclick: () => this.turn(-1) }, 'Previous');
    this.after = el('button', { type: 'button', onclick: () => this.turn(1) }, 'Next');
    this.pager = el('div', { class: 'bar' }, this.before, this.after, this.count);
    this.element = el('div', {}, this.pager, el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label },
      el('table', {}, el('caption', { class: 'screen-reader' }, label), el('thead', {}, el('tr', {}, this.heads)), this.body)), this.printed);
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
        if (left === null || left === undefined || right === null || right === undefined) return order(left, right);
        return sign * order(left, right);
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
    const open = row => event => {
      // so that what is opened gives the focus back to it
      const button = event.currentTarget.querySelector('button');
      if (button) button.focus({ preventScroll: true });
      this.open(row);
    };
    this.body.replaceChildren(...this.shown.slice(from, to).map((row, place) => el('tr', { class: [this.open ? 'open' : '', place >= this.paper ? 'not-on-paper' : ''].join(' ').trim() || null, onclick: this.open ? open(row) : null },
      this.columns.map((column, place) => {
        const value = column.value(row);
        const content = column.cell ? column.cell(row) : column.text ? column.text(value, row) : value === null || value === undefined ? NONE : value;
        return el('td', { class: [column.number ? 'number' : '', column.wide ? 'text' : '', column.toned ? tone(value) || '' : ''].join(' ').trim() || null }, content);
      }))));
    this.count.textContent = this.shown.length === 0 ? 'nothing matches'
      : (from + 1) + ' to ' + to + ' of ' + this.shown.length + (this.shown.length < this.all.length ? ' that match, of ' + this.all.length : '');
    this.printed.textContent = this.shown.length > this.paper ? 'The first ' + this.paper + ' of ' + this.shown.length + ' are printed.' : '';
    const focused = document.activeElement;
    this.before.disabled = this.page === 0;
    this.after.disabled = to >= this.shown.length;
    if (focused === this.before && this.before.disabled) this.after.focus();
    if (focused === this.after && this.after.disabled) this.before.focus();
    this.pager.hidden = this.all.length <= this.size && !this.test;
  }
}

const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Charts are drawn again when the theme or the width changes, and for paper. */
let charts = [];
const PAPER = 960;
let printing = false;
const DATES = [
  [3600 * 24 * 365, '{YYYY}', null, null, null, null, null, null, 1],
  [3600 * 24 * 28, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [3600 * 24, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
];
/** How far apart, in seconds, times beside a chart may stand: those of the library without parts of a second. */
const DAY = 86400;
const STEPS = [...[1, 5, 10, 15, 30].flatMap(step => [step, step * 60]), ...[1, 2, 3, 4, 6, 8, 12].map(hours => hours * 3600), ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 30, 60, 90, 120, 180].map(days => days * DAY),
  ...[1, 2, 5, 10, 25, 50, 100].map(years => years * 365 * DAY)].sort((a, b) => a - b);
/**
 * A chart that can be walked along by keys. What make gives has options and data of the library, and marks that have a place in the
 * data: {at, text, open}.
 */
const chart = (label, height, make) => {
  const told = el('p', { class: 'screen-reader', 'aria-live': 'polite' });
  const holder = el('div', { class: 'chart', role: 'group', 'aria-roledescription': 'chart', tabindex: 0 }, told);
  let plot = null, marks = [], at = null, mark = null;
  const width = () => printing ? PAPER : Math.max(260, holder.clientWidth - 18);
  const draw = () => {
    if (plot) plot.destroy();
    const made = make(), { options, data } = made;
    marks = made.marks || [];
    holder.setAttribute('aria-label', label + '. Left and right move along it' + (marks.length > 0 ? ', up and down to its marks, Enter tells why' : ''));
    const axis = { stroke: style('--ink'), grid: { stroke: style('--grid'), width: 1 }, ticks: { stroke: style('--line'), width: 1 } };
    const wide = (plot, values) => 34 + 7.2 * (values || []).reduce((most, value) => Math.max(most, String(value).length), 9);
    options.axes = options.axes.map((own, place) => ({ ...axis, ...(place === 0 ? { values: DATES, incrs: STEPS } : { size: wide }), ...own }));
    if (data[0].length === 1) {
      // a single moment stands in the middle of a minute
      const [[time], [value]] = data, around = Math.abs(value) / 100 || 1;
      options.scales = { x: { range: [time - 30, time + 30] }, y: { range: [value - around, value + around] }, ...options.scales };
    }
    plot = new uPlot({ width: width(), height, tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'), ...options }, data, holder);
  };
  const go = to => {
    at = Math.max(0, Math.min(plot.data[0].length - 1, to));
    const first = plot.data[1][at];
    plot.setCursor({ left: plot.valToPos(plot.data[0][at], 'x'), top: plot.valToPos(first === null ? 0 : first, 'y') });
    told.textContent = mark ? mark.text + (mark.open ? '; Enter tells why' : '') : plot.series.map((series, place) => (place === 0 ? '' : series.label + ' ') + series.value(plot, plot.data[place][at])).join(', ');
  };
  holder.addEventListener('keydown', event => {
    if (event.target !== holder || event.altKey || event.ctrlKey || event.metaKey) return;
    // a key can be quicker than the first frame
    appear();
    const last = plot.data[0].length - 1, far = Math.ceil(last / 20);
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -far, PageDown: far, Home: -last, End: last };
    if (event.key in steps) {
      mark = null;
      go(at === null ? (steps[event.key] > 0 ? 0 : last) : at + steps[event.key]);
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && marks.length > 0) {
      const place = marks.indexOf(mark), down = event.key === 'ArrowDown';
      mark = marks[place < 0 ? (down ? 0 : marks.length - 1) : Math.max(0, Math.min(marks.length - 1, place + (down ? 1 : -1)))];
      go(mark.at);
    } else if (event.key === 'Enter' && mark) {
      if (mark.open) mark.open();
    } else {
      return;
    }
    event.preventDefault();
  });
  const redraw = () => { if (holder.isConnected) draw(); };
  const appear = () => { if (!plot) redraw(); };
  const fit = () => { if (plot && holder.isConnected && Math.abs(plot.width - width()) > 1) plot.setSize({ width: width(), height }); };
  charts = charts.filter(one => !one.drawn() || one.holder.isConnected);
  charts.push({ holder, redraw, fit, drawn: () => plot !== null });
  requestAnimationFrame(appear);
  return holder;
};
const redrawn = () => charts.forEach(one => one.redraw());

const themeButton = () => {
  const root = document.documentElement;
  const button = el('button', { type: 'button', onclick: () => set(root.dataset.theme === 'dark' ? 'light' : 'dark') });
  const set = theme => {
    root.dataset.theme = theme;
    button.textContent = theme === 'dark' ? 'Light colours' : 'Dark colours';
    redrawn();
  };
  const wanted = matchMedia('(prefers-color-scheme: dark)');
  wanted.addEventListener('change', change => set(change.matches ? 'dark' : 'light'));
  set(wanted.matches ? 'dark' : 'light');
  // canvases have the colours and the width they were drawn with
  let before = null;
  addEventListener('beforeprint', () => { before = root.dataset.theme; printing = true; set('light'); });
  addEventListener('afterprint', () => { printing = false; set(before || root.dataset.theme); });
  return button;
};

/** What the page shows, as it was written beside it: a packed document a line. What is a list is of prices, the members of the others are the page's. */
const documents = async () => {
  const unpacked = async line => {
    const bytes = Uint8Array.from(atob(line), letter => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  };
  const all = await Promise.all(document.getElementById('data').textContent.trim().split('\n').map(unpacked));
  return Object.assign({ prices: all.filter(Array.isArray).flat() }, ...all.filter(one => !Array.isArray(one)));
};

const start = show => {
  let width = innerWidth;
  addEventListener('resize', () => { if (width !== innerWidth) { width = innerWidth; requestAnimationFrame(() => charts.forEach(one => one.fit())); } });
  documents().then(show).then(() => { document.documentElement.dataset.shown = 'yes'; }).catch(failure => {
    document.querySelector('main').replaceChildren(el('p', { class: 'notice' },
      'This page cannot be shown: ' + failure.message + '. It needs a browser of 2023 or newer; the files beside it hold the same numbers.'));
    throw failure;
  });
};
