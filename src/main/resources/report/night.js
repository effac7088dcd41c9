/* One night of a queue: what ran, what did not, what made or lost money, what changed. */
const CHANGED = { definition: 'its definition changed', data: 'what it was simulated on changed', terms: 'its capital, fees or other terms changed' };

start(documents => {
  const night = documents['night.json'], facts = documents.facts, before = facts.previous, totals = night.totals;
  const rows = night.strategies;
  const main = document.querySelector('main');
  const money = moneys(totals.currencies);
  const several = totals.currencies.length > 1;
  const named = row => (row.strategy_name || '').trim() || row.strategy_id || '(without a name)';
  const period = (from, to) => from === to ? to : from + ' to ' + to;
  const bare = new Set(facts.without_report.map(place => rows[place].folder));
  const link = row => row.folder === null || row.folder === undefined ? el('span', { class: 'name' }, named(row))
    : [el('a', { class: 'name', href: '../../../' + row.folder.split('/').map(encodeURIComponent).join('/') + (facts.reports && !bare.has(row.folder) ? '/report.html' : '/metrics.json') }, named(row)),
      bare.has(row.folder) ? ' (no report)' : ''];
  const took = (Date.parse(night.finished_at) - Date.parse(night.started_at)) / 1000;
  document.querySelector('header').replaceChildren(
    el('div', {}, el('h1', { dir: 'auto' }, night.queue, ', ', period(night.from, night.to)),
      el('p', { class: 'under' }, ['run ' + night.run, night.mode.replace('_', ' ') + (night.speed > 0 ? ' at speed ' + night.speed : ''), night.trigger, ...totals.currencies.map(money.name)].join(' \u00b7 ')),
      el('p', { class: 'under' }, 'began ' + night.started_at.slice(0, 19).replace('T', ' ') + ' UTC, took ' + seconds(took))),
    themeButton());
  if (night.sample_data) main.append(el('p', { class: 'notice' }, 'Sample data: these are the made-up prices that come with the program.'));
  const lost = rows.filter(row => row.status !== 'completed');
  if (lost.length > 0) main.append(el('p', { class: 'notice' }, (lost.length === rows.length ? 'No strategy has a result' : lost.length === 1 ? '1 of ' + rows.length + ' strategies has no result' : lost.length + ' of ' + rows.length + ' strategies have no result') + '; the reasons are below.'));
  main.append(warned(facts.course.events.filter(event => event.kind === 'warning').map(event => event.message)));
  if (several) main.append(el('p', { class: 'notice' }, 'The strategies trade in several currencies, which are nowhere added up. Ranks compare bare numbers: look at those of one currency at a time.'));

  const each = (label, sums, make) => sums.map(sum => make(label + (several ? ', ' + money.name(sum) : ''), sum));
  main.append(el('dl', { class: 'cards' },
    totals.currencies.length === 0 ? card('Profit and loss', NONE, 'No strategy completed.') : null,
    each('Profit and loss', totals.currencies, (label, sum) => card(label, money.text(sum, sum.total_pnl), 'Sum over the ' + sum.strategies + ' that completed' + (several ? ' in this currency' : '') + ', after fees and slippage.', tone(sum.total_pnl))),
    card('Completed', totals.completed + ' of ' + totals.instances, 'Strategies with results.'),
    card('Rejected', totals.rejected, 'They were not run: their files or settings have mistakes.'),
    card('Failed', totals.failed, 'They were run, and their results would not be right.'),
    card('Trades', money.plain.number(totals.total_trades), 'Closed transactions of all strategies.'),
    each('Fees', totals.currencies, (label, sum) => card(label, money.text(sum, sum.fees), 'All costs; they are part of every profit and loss.')),
    before ? each('Since the last night', before.both, (label, sum) => card(label, money.text(sum, sum.pnl_change), 'What the ' + sum.strategies + ' that have results in both nights made more or less than in run ' + before.run + ' of ' + before.to + '.', tone(sum.pnl_change))) : null));

  if (lost.length > 0) {
    main.append(section('Rejected and failed', 'lost', new DataTable('Rejected and failed', [
      { name: 'Strategy', value: named, cell: link, wide: true }, { name: 'Id', value: row => row.strategy_id }, { name: 'of', value: row => row.user_id },
      { name: 'Status', value: row => row.status },
      { name: 'Reasons', value: row => row.reasons.length, wide: true, cell: row => reasons(row.reasons) }], lost, { size: 50 }).element));
  }

  /* ranking */
  const done = rows.filter(row => row.status === 'completed').sort((a, b) => a.rank - b.rank);
  const figures = [
    { name: 'P&L', value: row => row.total_pnl, number: true, toned: true, text: (value, row) => money.text(row, value) },
    ...(several ? [{ name: 'Currency', value: money.name }] : []),
    { name: 'Trades', value: row => row.total_trades, number: true, text: value => money.plain.number(value) },
    { name: 'Win rate', value: row => row.win_rate, number: true, text: value => money.plain.percent(value) },
    { name: 'Profit factor', value: row => row.profit_factor, number: true, text: value => money.plain.ratio(value) },
    { name: 'Drawdown', value: row => row.max_drawdown, number: true, text: (value, row) => money.text(row, value) },
  ];
  const table = new DataTable('Ranking', [
    { name: 'Rank', value: row => row.rank, number: true },
    { name: 'Strategy', value: named, cell: link, wide: true },
    { name: 'of', value: row => row.user_id, cell: row => el('span', { class: 'name' }, row.user_id) },
    ...figures], done, { size: 25 });
  const text = el('input', { type: 'search', id: 'filter-text', size: 24 });
  text.addEventListener('input', () => { const wanted = text.value.toLowerCase(); table.filter(row => [named(row), row.strategy_id, row.user_id].some(value => value.toLowerCase().includes(wanted))); });
  main.append(section('Ranking', 'ranking', done.length === 0 ? empty('No strategy completed.') : [el('div', { class: 'bar' }, el('label', { for: 'filter-text' }, 'Containing'), text), table.element]));

  main.append(changes(rows, before, named, link, money, period));
  if (rows.some(row => row.sweep_of)) main.append(sweeps(rows.filter(row => row.sweep_of), named, link, money, figures));
  main.append(plan(facts.course));
});

/** A strategy that fails on its first day of ten years has a reason for each. */
const MOST_REASONS = 20;
const reasons = texts => {
  const list = some => el('ul', {}, some.map(text => el('li', { class: 'name' }, text)));
  if (texts.length <= MOST_REASONS + 1) return list(texts);
  const more = el('details', { ontoggle: () => { if (more.open && more.children.length === 1) more.append(list(texts.slice(MOST_REASONS))); } }, el('summary', {}, 'and ' + (texts.length - MOST_REASONS) + ' more'));
  return [list(texts.slice(0, MOST_REASONS)), more];
};

/** Amounts as their currencies have them; what is of an exchange whose currency is not known is named by it. */
const moneys = currencies => {
  const formats = new Map();
  const of = one => {
    const currency = one.currency || null;
    if (!formats.has(currency)) formats.set(currency, new Format(currency));
    return formats.get(currency);
  };
  return { text: (one, value) => of(one).money(value), name: one => one.currency || (one.exchange ? 'money of ' + one.exchange : NONE), plain: of(currencies.length === 1 ? currencies[0] : {}) };
};

/** How long something took, in words. */
const seconds = value => {
  if (value < 1) return Math.round(value * 1000) + '\u00a0ms';
  if (value < 60) return value.toFixed(value < 10 ? 2 : 1) + '\u00a0s';
  const whole = Math.round(value), days = Math.floor(whole / 86400), hours = Math.floor(whole / 3600) % 24, minutes = Math.floor(whole / 60) % 60;
  return [days > 0 ? days + '\u00a0d' : '', hours > 0 ? hours + '\u00a0h' : '', minutes > 0 ? minutes + '\u00a0min' : '', days === 0 && whole % 60 > 0 ? whole % 60 + '\u00a0s' : ''].filter(part => part).join(' ');
};

const changes = (rows, before, named, link, money, period) => {
  if (!before) return section('Since the last night', 'changes', empty('This is the first night of the queue that is known.'));
  const row = change => change.gone || rows[change.place];
  const words = change => [change.what === 'status' ? change.status_before + ' before, ' + rows[change.place].status + ' now' : change.what === 'money' ? 'in other money, not compared' : change.what,
    ...Object.keys(CHANGED).filter(name => change[name]).map(name => CHANGED[name])].join(', ');
  const counts = ['new', 'gone', 'better', 'worse', 'money'].map(what => [what === 'money' ? 'in other money' : what, before.changes.filter(change => change.what === what).length]).filter(([, count]) => count > 0).map(([what, count]) => count + ' ' + what);
  return section('Since the last night', 'changes',
    el('p', { class: 'under' }, 'Against run ' + before.run + ' (' + period(before.from, before.to) + ')' + (before.same_days ? ', the same days' : ', other days: results of other days are other results') + '. '
      + [...counts, before.unchanged + ' unchanged'].join(', ') + '.'),
    before.changed_days.length > 0 ? el('p', { class: 'notice' }, 'The data of ' + before.changed_days.join(', ') + ' has changed since.') : null,
    before.changed_before.length > 0 ? el('p', { class: 'notice' }, 'Candles or corporate actions before ' + before.changed_before.join(', ') + ' that strategies look at have changed since.') : null,
    before.settings.length > 0 ? el('p', { class: 'notice' }, 'Results may differ by what the run was told: ' + before.settings.map(one => one.name + ' was ' + (one.before ?? 'not set') + ', is ' + (one.now ?? 'not set')).join('; ') + '.') : null,
    before.changes.length === 0 ? empty('Nothing: the same strategies, with the same results.') : new DataTable('Changes', [
      { name: 'Strategy', value: change => named(row(change)), cell: change => link(row(change)), wide: true },
      { name: 'Id', value: change => row(change).strategy_id, cell: change => el('span', { class: 'name' }, row(change).strategy_id) },
      { name: 'of', value: change => row(change).user_id, cell: change => el('span', { class: 'name' }, row(change).user_id) },
      { name: 'What', value: words, wide: true },
      { name: 'P&L changed by', value: change => change.pnl_change, number: true, toned: true, text: (value, change) => money.text(row(change), value) }], before.changes, { size: 50 }).element);
};

/** What a heat map can show: from where colours begin, null if more is just more of the same. */
const HEATS = {
  total_pnl: { label: 'P&L', from: 0, money: true },
  profit_factor: { label: 'profit factor', from: 1 },
  win_rate: { label: 'win rate', from: null },
  max_drawdown: { label: 'drawdown', from: null, money: true, bad: true },
  total_trades: { label: 'trades', from: null },
};
const MOST_CELLS = 10000;

/** Two parameters of a sweep against each other, where others vary too by the average, and all of its variants. */
const sweeps = (rows, named, link, money, figures) => {
  // one file in several brokers' hands, or at several scales, is several sweeps
  const books = new Map();
  for (const row of rows) {
    const key = JSON.stringify([row.user_id, row.sweep_of, row.broker_connection_id, row.scale]);
    if (!books.has(key)) books.set(key, []);
    books.get(key).push(row);
  }
  const all = [...books.values()];
  const same = member => new Set(all.map(book => book[0][member])).size === 1;
  const title = book => [book[0].sweep_of, same('user_id') ? '' : 'of ' + book[0].user_id, same('broker_connection_id') ? '' : 'at ' + book[0].broker_connection_id, same('scale') ? '' : '\u00d7 ' + book[0].scale].filter(part => part).join(' ');
  const choice = (id, label, options, on) => {
    const select = el('select', { id, onchange: on }, options.map((name, place) => el('option', { value: place }, name)));
    return { select, element: el('span', { class: 'bar' }, el('label', { for: id }, label), select) };
  };
  const holder = el('div', { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': 'Heat map' });
  const told = el('p', { class: 'under' });
  const variants = el('div');
  const axes = el('span', { class: 'bar' });
  const sweep = choice('sweep', 'Sweep of', all.map(title), () => choose());
  const figure = choice('figure', 'figure', Object.values(HEATS).map(heat => heat.label), () => show());
  let across, down, names;
  const book = () => all[sweep.select.selectedIndex];
  const parameter = (row, name) => name in row.parameters ? row.parameters[name] : null;
  const show = () => {
    const [key, heat] = Object.entries(HEATS)[figure.select.selectedIndex];
    const own = book(), x = names[across.select.selectedIndex], y = down ? names[down.select.selectedIndex] : null;
    const places = name => new Map([...new Set(own.map(row => parameter(row, name)))].sort(order).map((value, place) => [value, place]));
    const columns = places(x), lines = y === null || y === x ? new Map([[null, 0]]) : places(y);
    const labels = values => [...values.keys()].map(value => value === null ? 'none' : typeof value === 'string' && [...values.keys()].some(other => other !== value && String(other) === value) ? '"' + value + '"' : String(value));
    if (columns.size * lines.size > MOST_CELLS) {
      holder.replaceChildren(empty(columns.size + ' by ' + lines.size + ' values are too many for a map; the table has all of them.'));
      told.textContent = '';
      return;
    }
    const cells = Array.from(lines, () => Array.from(columns, () => []));
    own.forEach(row => cells[lines.size === 1 ? 0 : lines.get(parameter(row, y))][columns.get(parameter(row, x))].push(row));
    const has = row => row.status === 'completed' && row[key] !== null;
    // amounts of several currencies have no average, and no shade that compares them
    const moneysOf = found => new Set(found.filter(row => heat.money && has(row)).map(money.name)).size;
    const mixed = moneysOf(own) > 1;
    const average = found => {
      const values = found.filter(has).map(row => row[key]);
      return values.length === 0 || moneysOf(found) > 1 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const averages = cells.map(line => line.map(average));
    const from = heat.from === null ? 0 : heat.from;
    const distances = averages.flat().filter(value => value !== null).map(value => Math.abs(value - from));
    const least = distances.reduce((low, distance) => Math.min(low, distance), Infinity), most = distances.reduce((high, distance) => Math.max(high, distance), 0);
    const strength = value => mixed ? 25 : most === 0 ? 0 : Math.round(5 + 40 * (most === least ? 1 : (Math.abs(value - from) - least) / (most - least)));
    const rounded = value => Math.round(value * 100) / 100;
    const shown = (found, value) => heat.money ? money.text(found.find(has), rounded(value)) + (mixed ? ' ' + money.name(found.find(has)) : '') : key === 'total_trades' ? money.plain.number(rounded(value)) : money.plain.ratio(value);
    const cell = (found, value) => {
      const missing = found.filter(row => row.status !== 'completed'), without = found.length - missing.length - found.filter(has).length, several = moneysOf(found) > 1;
      const counted = found.length === 0 ? 'no variant' : found.length + (found.length === 1 ? ' variant' : ' variants' + (value === null ? '' : ', their average')) + (missing.length > 0 ? ', ' + missing.length + ' without a result' : '')
        + (without > 0 ? ', ' + without + ' without a ' + heat.label : '') + (several ? ', in several currencies' : '');
      if (value === null) return el('td', { class: 'number', title: counted }, found.length === 0 ? NONE : missing.length === found.length ? missing[0].status : several ? 'several currencies' : 'none');
      return el('td', { class: 'number', title: counted, style: 'background: color-mix(in srgb, var(' + (value < from || heat.bad ? '--loss' : '--gain') + ') ' + strength(value) + '%, var(--paper))' }, shown(found, value), missing.length + without > 0 ? '*' : '');
    };
    const heads = labels(columns), sides = labels(lines);
    holder.replaceChildren(el('table', { id: 'heat' }, el('caption', { class: 'screen-reader' }, heat.label + ' by ' + x + (lines.size === 1 && lines.has(null) ? '' : ' and ' + y)),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'name' }, (y === null || y === x ? '' : y + ' \u2193  ') + x + ' \u2192'), heads.map(head => el('th', { scope: 'col', class: 'number name' }, head)))),
      el('tbody', {}, sides.map((side, line) => el('tr', {}, el('th', { scope: 'row', class: 'name' }, y === null || y === x ? heat.label : side), cells[line].map((found, place) => cell(found, averages[line][place])))))));
    const stronger = mixed ? 'They trade in several currencies, which have no average; shades compare nothing.' : heat.from === null ? 'Stronger is more.' : 'Blue is from ' + heat.from + ' up, orange below, stronger is farther from it.';
    told.textContent = own.length + (own.length === 1 ? ' variant of ' : ' variants of ') + title(own) + '. ' + stronger
      + (cells.flat().some(found => found.length > 1) ? ' Where other parameters vary too, a cell shows the average.' : '')
      + (cells.flat().some(found => found.some(has) && !found.every(has)) ? ' Of cells with a star some variants have no result' + (heat.money || key === 'total_trades' ? '' : ', or no ' + heat.label + ',') + ' and are in no average.' : '');
  };
  const choose = () => {
    const own = book();
    names = [...new Set(own.flatMap(row => Object.keys(row.parameters)))];
    across = choice('across', 'across', names, show);
    down = names.length > 1 ? choice('down', 'down', names, show) : null;
    if (down) down.select.selectedIndex = 1;
    axes.replaceChildren(...[across, down].filter(axis => axis).map(axis => axis.element));
    variants.replaceChildren(new DataTable('Variants', [
      { name: 'Rank', value: row => row.rank, number: true },
      { name: 'Variant', value: row => row.strategy_id, cell: row => link({ ...row, strategy_name: row.strategy_id }) },
      ...names.map(name => ({ name, value: row => parameter(row, name), number: own.every(row => typeof (parameter(row, name) ?? 0) === 'number'), text: value => value === null ? NONE : String(value) })),
      { name: 'Status', value: row => row.status },
      ...figures], own.slice().sort((a, b) => order(a.rank, b.rank)), { size: 50 }).element);
    show();
  };
  choose();
  return section('Sweeps', 'sweeps', el('div', { class: 'bar' }, sweep.element, axes, figure.element), told, holder, el('h3', {}, 'All variants'), variants);
};

/** Of less, in seconds, nobody wants to know by how much it was mispredicted. */
const SHORTEST = 0.01;

/** When each partition was worked on, how long that was predicted to take, and what happened on the way. */
const plan = course => {
  const parts = course.partitions;
  const known = parts.filter(one => one.finished !== null && one.wall !== null).map(one => ({ ...one, began: one.finished - one.wall })).sort((a, b) => a.began - b.began);
  // simulations and strategies are cut by different rules
  const walls = simulated => known.filter(one => one.symbols > 0 === simulated).map(one => one.wall).sort((a, b) => a - b);
  const ofKind = { true: walls(true), false: walls(false) };
  const slow = one => { const own = ofKind[one.symbols > 0]; return own.length > 2 && one.wall > 2 * own[Math.floor((own.length - 1) / 2)]; };
  const sum = (list, name) => list.reduce((total, one) => total + (one[name] || 0), 0);
  const first = known.length > 0 ? known[0].began : 0;
  const last = known.reduce((latest, one) => Math.max(latest, one.finished), first);
  const ofAll = course.events.filter(event => event.partition === null || !parts.some(one => one.name === event.partition));
  const remarks = one => [slow(one) ? 'straggler: more than twice the median' : '', one.attempts > 1 ? 'taken up ' + one.attempts + ' times' : '', one.own_process ? 'in a process of its own' : '',
    ...course.events.filter(event => event.partition === one.name).map(event => event.message)].filter(text => text);
  const work = one => one.symbols > 0 ? 'a simulation, ' + one.symbols + (one.symbols === 1 ? ' symbol' : ' symbols')
    : one.strategies + (one.strategies === 1 ? ' strategy' : ' strategies') + ', ' + one.days + (one.days === 1 ? ' day' : ' days');
  const lines = [
    parts.length === 0 ? 'There was nothing to run.' : parts.length + (parts.length === 1 ? ' partition' : ' partitions') + ', predicted to take ' + seconds(sum(parts, 'predicted')) + ' of a processor'
      + (known.length === 0 ? '.' : known.length < parts.length ? '; ' + known.length + ' of them were measured and took ' + seconds(sum(known, 'cpu')) + '.' : (parts.length === 1 ? '; it took ' : '; they took ') + seconds(sum(known, 'cpu')) + ', and ' + seconds(last - first) + ' by the clock' + (parts.length === 1 ? '.' : ' from the first to the last.')),
    course.expected ? 'The whole run was predicted to take ' + seconds(course.expected.cpu) + ' of processors and ' + seconds(course.expected.wall) + ' by the clock with ' + course.expected.workers + (course.expected.workers === 1 ? ' worker' : ' workers') + ', from ' + course.expected.basis + '.' : '',
    course.restarts > 0 ? 'It was taken up again ' + (course.restarts === 1 ? 'once' : course.restarts + ' times') + '.' : ''].filter(line => line);
  return section('Plan and what happened', 'plan',
    lines.map(line => el('p', { class: 'under' }, line)),
    known.length === 0 ? null : timeLine(known, slow),
    parts.length === 0 ? null : new DataTable('Partitions', [
      { name: 'Partition', value: one => one.name },
      { name: 'Of', value: work },
      { name: 'Predicted', value: one => one.predicted, number: true, text: seconds },
      { name: 'Took, processor', value: one => one.cpu, number: true, text: value => value === null ? NONE : seconds(value) },
      { name: 'of what was predicted', value: one => one.cpu === null || one.predicted < SHORTEST ? null : 100 * one.cpu / one.predicted, number: true, text: value => value === null ? NONE : Math.round(value) + '\u00a0%' },
      { name: 'by the clock', value: one => one.wall, number: true, text: value => value === null ? NONE : seconds(value) },
      { name: 'Began after', value: one => one.finished === null || one.wall === null ? null : one.finished - one.wall - first, number: true, text: value => value === null ? NONE : seconds(value) },
      { name: 'What happened', value: one => remarks(one).join('; '), wide: true, cell: one => remarks(one).length === 0 ? null : el('ul', {}, remarks(one).map(text => el('li', { class: 'name' }, text))) }], parts, { size: 25 }).element,
    ofAll.length === 0 ? null : [el('h3', {}, 'On the way'), new DataTable('On the way', [
      { name: 'When, UTC', value: event => event.at, text: value => new Date(value * 1000).toISOString().replace('T', ' ').slice(0, 19) },
      { name: 'What', value: event => event.message, wide: true }], ofAll, { size: 25 }).element]);
};

/** A lane for each that ran beside others. Time in which nothing ran for long, before somebody took the run up again, is cut out. */
const timeLine = (known, slow) => {
  const spans = [];
  for (const one of known) {
    const open = spans[spans.length - 1];
    if (open && one.began <= open.to) open.to = Math.max(open.to, one.finished);
    else spans.push({ from: one.began, to: one.finished });
  }
  const busy = spans.reduce((total, span) => total + span.to - span.from, 0) || 1e-3;
  let at = 0;
  const gaps = [];
  spans.forEach((span, place) => {
    if (place > 0) {
      const idle = span.from - spans[place - 1].to;
      if (idle > busy / 5) { gaps.push({ at, idle }); at += busy / 20; } else at += idle;
    }
    span.at = at;
    at += span.to - span.from;
  });
  const whole = at || 1e-3;
  const place = time => { const span = spans.find(one => time <= one.to + 1e-9) || spans[spans.length - 1]; return 1000 * (span.at + time - span.from) / whole; };
  const lanes = [];
  const drawn = known.map(one => {
    let lane = lanes.findIndex(end => end <= one.began + 1e-3);
    if (lane < 0) lane = lanes.push(0) - 1;
    lanes[lane] = one.finished;
    return { one, lane };
  });
  const high = 18, height = high * lanes.length + 30;
  const svg = svgNode('svg', { viewBox: '0 0 1000 ' + height, role: 'img', id: 'time-line', 'aria-label': known.length + (known.length === 1 ? ' partition' : ' partitions') + ', at most ' + lanes.length + ' at the same time, ' + seconds(busy) + ' in which any ran' });
  for (const { one, lane } of drawn) {
    const from = place(one.began);
    const bar = svgNode('rect', { x: from.toFixed(2), y: 2 + high * lane, width: Math.max(1, place(one.finished) - from - .5).toFixed(2), height: high - 4, rx: 2, 'data-partition': one.name,
      style: 'fill: var(' + (slow(one) ? '--loss' : '--gain') + ')' + (one.attempts > 1 ? '; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 3 2' : slow(one) ? '; stroke: var(--ink)' : '') });
    bar.append(svgNode('title', {}, one.name + ': ' + seconds(one.wall) + ' by the clock, ' + seconds(one.cpu) + ' of a processor, predicted ' + seconds(one.predicted) + (one.attempts > 1 ? ', taken up ' + one.attempts + ' times' : '')));
    svg.append(bar);
  }
  for (const gap of gaps) {
    const x = 1000 * (gap.at + busy / 40) / whole;
    svg.append(svgNode('line', { x1: x, x2: x, y1: 0, y2: height - 22, style: 'stroke: var(--faint); stroke-dasharray: 4 4' }), svgNode('text', { x, y: height - 8, 'text-anchor': 'middle' }, 'nothing ran for ' + seconds(gap.idle)));
  }
  svg.append(svgNode('text', { x: 0, y: height - 8 }, '0 s'), svgNode('text', { x: 1000, y: height - 8, 'text-anchor': 'end' }, seconds(known.reduce((latest, one) => Math.max(latest, one.finished), 0) - known[0].began)));
  return el('div', {}, svg, el('p', { class: 'under' }, 'A lane for each that ran beside others. Orange with a line around: stragglers. Dashed around: taken up more than once.'));
};
