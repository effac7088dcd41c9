/* One night of a queue: what ran, what did not, what made or lost money, what changed. */
start(documents => {
  const night = documents['night.json'], before = documents.previous, format = new Format(documents.currency);
  const rows = night.strategies;
  const main = document.querySelector('main');
  const key = row => [row.user_id, row.strategy_id, row.broker_connection_id, row.scale].join('\u0000');
  const named = row => row.strategy_name || row.strategy_id;
  const period = night.from === night.to ? night.to : night.from + ' to ' + night.to;
  const link = row => row.folder === null || row.folder === undefined ? el('span', { class: 'name' }, named(row))
    : el('a', { class: 'name', href: '../../../' + row.folder.split('/').map(encodeURIComponent).join('/') + (documents.reports ? '/report.html' : '/metrics.json') }, named(row));
  document.querySelector('header').replaceChildren(
    el('div', {}, el('h1', { dir: 'auto' }, night.queue, ', ', period),
      el('p', { class: 'under' }, 'run ' + night.run + ' \u00b7 ' + night.mode.replace('_', ' ') + ' \u00b7 ' + night.trigger + (documents.currency ? ' \u00b7 ' + documents.currency : ''))),
    themeButton());
  if (night.sample_data) main.append(el('p', { class: 'notice' }, 'Sample data: these are the made-up prices that come with the program.'));
  const lost = rows.filter(row => row.status !== 'completed');
  if (lost.length > 0) main.append(el('p', { class: 'notice' }, lost.length === 1 ? '1 of ' + rows.length + ' strategies has no result; its reasons are below.' : lost.length + ' of ' + rows.length + ' strategies have no result; their reasons are below.'));

  const totals = night.totals;
  const card = (label, value, meaning, coloured) => el('div', { class: 'card' }, el('dt', {}, defined(label, meaning)), el('dd', { class: coloured }, value));
  main.append(el('dl', { class: 'cards' },
    card('Profit and loss', format.money(totals.total_pnl), 'Sum over all strategies that completed, after fees and slippage.', tone(totals.total_pnl)),
    card('Completed', totals.completed + ' of ' + totals.instances, 'Strategies with results.'),
    card('Rejected', totals.rejected, 'They were not run: their files or settings have mistakes.'),
    card('Failed', totals.failed, 'They were run, and their results would not be right.'),
    card('Trades', format.number(totals.total_trades), 'Closed transactions of all strategies.'),
    card('Fees', format.money(totals.fees), 'All costs; they are part of every profit and loss.'),
    before ? card('Since the last night', format.money(Math.round((totals.total_pnl - before.total_pnl) * 1e6) / 1e6), 'Change of the profit and loss against run ' + before.run + ' of ' + before.to + '.', tone(totals.total_pnl - before.total_pnl)) : null));

  /* rejects and failures */
  if (lost.length > 0) {
    main.append(section('Rejected and failed', 'lost', new DataTable('Rejected and failed', [
      { name: 'Strategy', value: row => named(row), cell: row => link(row), wide: true }, { name: 'Id', value: row => row.strategy_id }, { name: 'of', value: row => row.user_id },
      { name: 'Status', value: row => row.status },
      { name: 'Reasons', value: row => row.reasons.length, wide: true, cell: row => el('ul', {}, row.reasons.map(text => el('li', { class: 'name' }, text))) }], lost, { size: 50 }).element));
  }

  /* ranking */
  const done = rows.filter(row => row.status === 'completed').sort((a, b) => a.rank - b.rank);
  const parameters = [...new Set(done.flatMap(row => Object.keys(row.parameters || {})))];
  const columns = [
    { name: 'Rank', value: row => row.rank, number: true },
    { name: 'Strategy', value: row => named(row), cell: row => link(row), wide: true },
    { name: 'of', value: row => row.user_id },
    { name: 'P&L', value: row => row.total_pnl, number: true, toned: true, text: value => format.money(value) },
    { name: 'Trades', value: row => row.total_trades, number: true, text: value => format.number(value) },
    { name: 'Win rate', value: row => row.win_rate, number: true, text: value => format.percent(value) },
    { name: 'Profit factor', value: row => row.profit_factor, number: true, text: value => format.ratio(value) },
    { name: 'Drawdown', value: row => row.max_drawdown, number: true, text: value => format.money(value) },
    ...parameters.map(name => ({ name, value: row => (row.parameters || {})[name], number: done.every(row => typeof ((row.parameters || {})[name] ?? 0) === 'number') })),
  ];
  const table = new DataTable('Ranking', columns, done, { size: 50 });
  const text = el('input', { type: 'search', id: 'filter-text', size: 24 });
  text.addEventListener('input', () => { const wanted = text.value.toLowerCase(); table.filter(row => [named(row), row.strategy_id, row.user_id].some(value => value.toLowerCase().includes(wanted))); });
  main.append(section('Ranking', 'ranking', done.length === 0 ? empty('No strategy completed.') : [el('div', { class: 'bar' }, el('label', { for: 'filter-text' }, 'Containing'), text), table.element]));

  main.append(changes(rows, before, key, named, link, format, documents));
  const sweeps = [...new Set(done.map(row => row.sweep_of).filter(name => name))];
  if (sweeps.length > 0) main.append(heat(done, sweeps, format));
  if (documents.partitions.length > 0) main.append(line(documents.partitions, format));
});

const changes = (rows, before, key, named, link, format, documents) => {
  if (!before) return section('Since the last night', 'changes', empty('This is the first night of the queue that is known.'));
  const old = new Map(before.strategies.map(row => [key(row), row]));
  const found = [];
  for (const row of rows) {
    const was = old.get(key(row));
    old.delete(key(row));
    const hash = documents.hashes[key(row)];
    if (!was) found.push({ row, what: 'new', by: row.total_pnl });
    else if (row.status !== was.status) found.push({ row, what: was.status + ' before, ' + row.status + ' now', by: null });
    else if (row.status === 'completed') {
      const by = Math.round((row.total_pnl - was.total_pnl) * 1e6) / 1e6;
      const changed = hash && was.strategy_hash && hash !== was.strategy_hash ? ', its definition changed' : '';
      if (by !== 0 || changed) found.push({ row, what: (by > 0 ? 'better' : by < 0 ? 'worse' : 'equal') + changed, by });
    }
  }
  old.forEach(was => found.push({ row: { ...was, folder: null }, what: 'gone', by: null }));
  const days = Object.keys(documents.days).filter(day => before.days[day] && before.days[day] !== documents.days[day]);
  const same = JSON.stringify(Object.keys(documents.days)) === JSON.stringify(Object.keys(before.days));
  return section('Since the last night', 'changes',
    el('p', { class: 'under' }, 'Against run ' + before.run + ' (' + (before.from === before.to ? before.to : before.from + ' to ' + before.to) + ')' + (same ? ', the same days' : ', other days: results of other days are other results') + '.'),
    days.length > 0 ? el('p', { class: 'notice' }, 'The data of ' + days.join(', ') + ' has changed since.') : null,
    found.length === 0 ? empty('Nothing: the same strategies, with the same results.') : new DataTable('Changes', [
      { name: 'Strategy', value: change => named(change.row), cell: change => link(change.row), wide: true },
      { name: 'Id', value: change => change.row.strategy_id },
      { name: 'What', value: change => change.what, wide: true },
      { name: 'P&L changed by', value: change => change.by, number: true, toned: true, text: value => format.money(value) }], found, { size: 50 }).element);
};

/** Two parameters of a sweep against each other; where others vary too, a cell has the average. */
const heat = (done, sweeps, format) => {
  const sweep = el('select', { id: 'sweep' }, sweeps.map(name => el('option', { value: name }, name)));
  const across = el('select', { id: 'across' }), down = el('select', { id: 'down' });
  const figure = el('select', { id: 'figure' }, [['total_pnl', 'P&L'], ['win_rate', 'win rate'], ['profit_factor', 'profit factor'], ['max_drawdown', 'drawdown'], ['total_trades', 'trades']].map(([value, label]) => el('option', { value }, label)));
  const holder = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Heat map' });
  const told = el('p', { class: 'under' });
  const order = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  const show = () => {
    const own = done.filter(row => row.sweep_of === sweep.value);
    const values = name => [...new Set(own.map(row => row.parameters[name]))].sort(order);
    const columns = values(across.value), lines = down.value === across.value ? [null] : values(down.value);
    const cell = (line, column) => {
      const found = own.filter(row => row.parameters[across.value] === column && (line === null || row.parameters[down.value] === line)).map(row => row[figure.value]).filter(value => value !== null);
      return found.length === 0 ? null : { value: found.reduce((sum, value) => sum + value, 0) / found.length, count: found.length };
    };
    const cells = lines.map(line => columns.map(column => cell(line, column)));
    const numbers = cells.flat().filter(one => one).map(one => one.value);
    const most = Math.max(...numbers.map(Math.abs), 1e-12);
    const shown = value => figure.value === 'total_pnl' || figure.value === 'max_drawdown' ? format.money(Math.round(value * 100) / 100) : format.ratio(value);
    holder.replaceChildren(el('table', {}, el('caption', { class: 'screen-reader' }, 'Average by ' + across.value + ' and ' + down.value),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, down.value + ' \u2193  ' + across.value + ' \u2192'), columns.map(column => el('th', { scope: 'col', class: 'number' }, String(column))))),
      el('tbody', {}, lines.map((line, place) => el('tr', {}, el('th', { scope: 'row' }, line === null ? 'all' : String(line)), cells[place].map(one => one === null ? el('td', { class: 'number' }, NONE)
        : el('td', { class: 'number', title: one.count + (one.count === 1 ? ' variant' : ' variants, their average'),
          style: 'background: color-mix(in srgb, var(' + (one.value >= 0 && figure.value !== 'max_drawdown' ? '--gain-soft' : '--loss-soft') + ') ' + Math.round(10 + 90 * Math.abs(one.value) / most) + '%, var(--paper))' }, shown(one.value))))))));
    told.textContent = own.length + ' variants of ' + sweep.value + '. Blue is above 0, orange below, stronger is farther from it. Where other parameters vary too, a cell shows the average.';
  };
  const choose = () => {
    const names = [...new Set(done.filter(row => row.sweep_of === sweep.value).flatMap(row => Object.keys(row.parameters)))];
    [across, down].forEach(select => select.replaceChildren(...names.map(name => el('option', { value: name }, name))));
    if (names.length > 1) down.selectedIndex = 1;
    show();
  };
  sweep.addEventListener('change', choose);
  [across, down, figure].forEach(select => select.addEventListener('change', show));
  choose();
  return section('Sweeps', 'sweeps', el('div', { class: 'bar' }, el('label', { for: 'sweep' }, 'Sweep of'), sweep, el('label', { for: 'across' }, 'across'), across, el('label', { for: 'down' }, 'down'), down, el('label', { for: 'figure' }, 'figure'), figure), holder, told);
};

/** When each partition was worked on, and how long that was predicted to take. */
const line = (partitions, format) => {
  const space = 'http://www.w3.org/2000/svg';
  const known = partitions.filter(one => one.finished !== null && one.wall !== null);
  const first = Math.min(...known.map(one => one.finished - one.wall)), last = Math.max(...known.map(one => one.finished));
  const shown = known.slice().sort((a, b) => (a.finished - a.wall) - (b.finished - b.wall));
  const drawn = shown.slice(0, 200);
  const height = 14 * drawn.length + 30, span = Math.max(last - first, 1e-3);
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 1000 ' + height);
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', known.length + ' partitions in ' + format.ratio(span) + ' seconds');
  const add = (tag, attributes, text) => { const node = document.createElementNS(space, tag); Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value)); if (text) node.textContent = text; svg.append(node); return node; };
  const middle = known.map(one => one.wall).sort((a, b) => a - b)[Math.floor(known.length / 2)];
  drawn.forEach((one, place) => {
    const from = 1000 * (one.finished - one.wall - first) / span, width = Math.max(1, 1000 * one.wall / span);
    const bar = add('rect', { x: from, y: 4 + 14 * place, width, height: 10, rx: 2, style: 'fill: var(' + (one.wall > 2 * middle && known.length > 2 ? '--loss' : '--gain') + ')' });
    const title = document.createElementNS(space, 'title');
    title.textContent = one.name + ': ' + format.ratio(one.wall) + ' s, predicted ' + format.ratio(one.predicted) + ' s of a processor, took ' + format.ratio(one.cpu) + ' s of one';
    bar.append(title);
  });
  add('text', { x: 0, y: height - 8 }, '0 s');
  add('text', { x: 1000, y: height - 8, 'text-anchor': 'end' }, format.ratio(span) + ' s');
  const sum = name => known.reduce((total, one) => total + one[name], 0);
  return section('Plan and what happened', 'plan',
    el('p', { class: 'under' }, partitions.length + (partitions.length === 1 ? ' partition' : ' partitions') + ', predicted to take ' + format.ratio(partitions.reduce((total, one) => total + one.predicted, 0)) + ' s of a processor'
      + (known.length === 0 ? '.' : '; they took ' + format.ratio(sum('cpu')) + ' s. Orange: more than twice the median. ' + (drawn.length < known.length ? 'The first ' + drawn.length + ' are drawn; the table has all.' : ''))),
    known.length === 0 ? null : svg,
    new DataTable('Partitions', [
      { name: 'Partition', value: one => one.name, wide: true },
      { name: 'Predicted', value: one => one.predicted, number: true, text: value => format.ratio(value) + ' s' },
      { name: 'Took, processor', value: one => one.cpu, number: true, text: value => value === null ? NONE : format.ratio(value) + ' s' },
      { name: 'by the clock', value: one => one.wall, number: true, text: value => value === null ? NONE : format.ratio(value) + ' s' }], partitions, { size: 25 }).element);
};
