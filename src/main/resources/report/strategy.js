/* One strategy or portfolio simulation: the documents of its folder, shown. */

/** What each figure of metrics.json is: its label, and its definition. Those of a simulation that differ stand in SIMULATED. */
const MEANINGS = {
  total_pnl: ['Profit and loss', 'Of all trades, after fees and slippage.'],
  total_trades: ['Trades', 'Closed transactions, each with all parts of its exit.'],
  win_rate: ['Win rate', 'Trades with a profit above 0, in percent of all trades.'],
  profit_factor: ['Profit factor', 'Gross profit over gross loss.'],
  expectancy: ['Expectancy', 'Profit and loss of an average trade.'],
  max_drawdown: ['Largest drawdown', 'Largest fall of the realised profit from its highest point, which is 0 at the start, after each exit.'],
  max_drawdown_marked: ['Largest drawdown, marked', 'The same with open positions at the prices of every moment at which something was told.'],
  winning_trades: ['Winning trades', 'Trades with a profit above 0.'],
  losing_trades: ['Losing trades', 'Trades with a loss.'],
  breakeven_trades: ['Even trades', 'Trades that made exactly 0.'],
  gross_profit: ['Gross profit', 'Sum of what winning trades made.'],
  gross_loss: ['Gross loss', 'Sum of what losing trades lost.'],
  average_win: ['Average win', 'Gross profit over winning trades.'],
  average_loss: ['Average loss', 'Gross loss over losing trades.'],
  largest_win: ['Largest win', 'The best of the winning trades.'],
  largest_loss: ['Largest loss', 'The worst of the losing trades.'],
  fees: ['Fees', 'All costs charged by brokers, exchanges and the state. They are part of every profit and loss.'],
  re_entries: ['Re-entries', 'Trades entered again by a re-entry.'],
  average_duration_seconds: ['Average duration', 'From entry to last exit, by the clock.'],
  return: ['Return', 'Profit and loss over the capital, in percent.'],
  annual_return: ['Annual return', 'Return over the days, times the days of a year, in percent: not compounded.'],
  volatility: ['Volatility', 'Standard deviation of daily returns times the root of the days of a year, in percent.'],
  sharpe: ['Sharpe ratio', 'Mean of daily returns over their standard deviation, times the root of the days of a year.'],
  sortino: ['Sortino ratio', 'The same over the deviation of returns below 0 alone.'],
  max_drawdown_percent: ['Largest drawdown in percent', 'Largest drawdown over the capital.'],
};
const SIMULATED = {
  total_pnl: ['Profit and loss', 'Last equity less the starting capital: closed trades, dividends and open positions, after fees and slippage.'],
  total_trades: ['Trades', 'Round trips that are closed, first in, first out.'],
  max_drawdown: ['Largest drawdown', 'Largest fall of the equity from its highest point, which is the starting capital at first, over all bars.'],
  max_drawdown_percent: ['Largest drawdown in percent', 'Largest fall of the equity over the peak it fell from, over all bars. It need not be the one that is largest in money.'],
  fees: ['Fees', 'Of all fills. They are part of every profit and loss.'],
  symbols: ['Symbols', 'Those of the configuration, those left out included.'],
  bars: ['Bars', 'Points of the equity.'],
  days: ['Days', 'Days on which any of the symbols has a bar.'],
  starting_capital: ['Starting capital', 'What the simulation begins with.'],
  final_equity: ['Last equity', 'Cash and positions at the last close.'],
  highest_equity: ['Highest equity', 'The highest of all bars.'],
  return: ['Return', 'Last equity over the starting capital, less 1, in percent.'],
  annual_return: ['Annual return', 'Compounded by trading days: last equity over the starting capital, to the power of the days of a year over the days, less 1, in percent.'],
  cagr: ['Growth a year', 'Compound annual growth rate by calendar days, in percent.'],
  sharpe: ['Sharpe ratio', 'Mean daily return times the days of a year, less the risk-free rate, over the volatility.'],
  sortino: ['Sortino ratio', 'The same over the deviation of the days below the risk-free rate alone.'],
  calmar: ['Calmar ratio', 'Growth a year over the largest drawdown in percent.'],
  max_drawdown_from: ['Largest drawdown from', 'Its peak.'],
  max_drawdown_to: ['Largest drawdown to', 'Its lowest bar.'],
  max_drawdown_recovered: ['Largest drawdown recovered', 'The bar that reached the peak again; none if the equity is still below it.'],
  max_drawdown_days: ['Largest drawdown, days', 'Calendar days from its peak to its recovery, or to the last bar.'],
  max_drawdown_recovery_days: ['Recovery, days', 'Calendar days from the lowest bar of the largest drawdown to its recovery.'],
  longest_drawdown_days: ['Longest drawdown, days', 'Calendar days of the longest of all drawdowns.'],
  average_drawdown_days: ['Average drawdown, days', 'Calendar days, over all drawdowns.'],
  average_drawdown_percent: ['Average drawdown in percent', 'Over all drawdowns, each over the peak it fell from.'],
  value_at_risk_percent: ['Value at risk', 'The loss of the day at which the worst 5 % of days end, in percent of the day before: from the days themselves, with 95 % confidence.'],
  conditional_value_at_risk_percent: ['Conditional value at risk', 'Mean loss of the worst 5 % of days, in percent.'],
  best_day_percent: ['Best day', 'Largest return of a day, in percent.'],
  worst_day_percent: ['Worst day', 'Smallest return of a day, in percent.'],
  closed_pnl: ['Profit and loss of closed trades', 'After fees and slippage, without dividends and open positions.'],
  expectancy_ratio: ['Expectancy ratio', 'What an average trade makes for each unit that a losing trade loses.'],
  expectancy_percent: ['Expectancy in percent', 'Arithmetic mean of what trades made, each over what its entry was worth.'],
  average_trade_percent: ['Average trade in percent', 'Geometric mean of what trades made, each over what its entry was worth.'],
  best_trade_percent: ['Best trade in percent', 'Over what its entry was worth.'],
  worst_trade_percent: ['Worst trade in percent', 'Over what its entry was worth.'],
  sqn: ['System quality', 'Mean profit of trades over its standard deviation, times the root of their number.'],
  kelly: ['Kelly fraction', 'Win rate less the rate of the others over (average win over average loss): the share of the capital that would grow fastest if trades went on like that.'],
  exposure_time_percent: ['Time in the market', 'Bars in which something was held, in percent of all bars.'],
  average_exposure_percent: ['Average exposure', 'Positions without their signs over the equity, in percent, over all bars.'],
  highest_exposure_percent: ['Highest exposure', 'The largest of all bars, in percent of the equity.'],
  turnover_percent: ['Turnover a year', 'Half of what was bought and sold over the mean equity, in percent a year.'],
  bought: ['Bought', 'Sum over all fills, without fees.'],
  sold: ['Sold', 'Sum over all fills, without fees.'],
  slippage: ['Slippage', 'What fills cost against the market\u2019s prices. It is part of every profit and loss.'],
  dividends: ['Dividends', 'Received, less what those who were short paid.'],
  fills: ['Fills', 'Orders that were carried out.'],
  skipped_orders: ['Skipped orders', 'Orders that were not carried out; events.jsonl has the reason of each.'],
  excess_return: ['Excess return', 'Return less that of buying and holding the same symbols, in percentage points.'],
  beta: ['Beta', 'Covariance of the daily returns with those of buying and holding, over the variance of the latter.'],
  alpha: ['Alpha', 'Mean daily return times the days of a year, less the risk-free rate and less beta times the same of buying and holding, in percent.'],
};
/** Figures that are measured on days, and so on how many make a year. */
const YEARLY = /^(annual_return|volatility|sharpe|sortino|turnover_percent|alpha)$/;
/** What a figure rests on, as metrics.json says it. */
const basisOf = (name, basis) => YEARLY.test(name) && basis ? ' Sampled ' + basis.sampling + ', ' + basis.days_per_year + ' days a year, risk-free rate '
  + (basis.risk_free_percent ?? basis.risk_free_rate) + (basis.risk_free_percent === undefined ? '' : ' %') + ', deviations over n' + (basis.ddof ? ' less ' + basis.ddof : '') + '.' : '';
const PERCENT = /percent$|^return$|^annual_return$|^cagr$|^volatility$|^win_rate$|^excess_return$|^alpha$/;
const MONEY = /pnl$|profit$|loss$|win$|^expectancy$|^fees$|^slippage$|^dividends$|drawdown(_marked)?$|equity$|capital$|^bought$|^sold$|_value$|^closed_trades$|^open_positions$/;
/** Why something was entered, left or not done, in words. */
const REASONS = {
  exit_condition_met: 'exit condition', square_off: 'square-off', stop_loss: 'stop loss', take_profit: 'target', trailing_stop: 'trailing stop', session_end: 'session end', strategy_terminated: 'strategy ended',
  expired: 'expired', max_entries: 'it was entered as often as it may be', position_open: 'its position was still open', no_contract: 'there was no such contract', position_closed: 'the position was closed already',
  signal: 'signal', rebalance: 'rebalanced', delisted: 'delisted', at_end: 'end of the simulation', split: 'a fraction paid in cash',
  no_share: 'what may be spent does not pay for one share or lot', no_cash: 'the account cannot pay for one share or lot and its fees', already_held: 'a position of that side is open', nothing_held: 'there is nothing to sell',
  no_size: 'its size cannot be told from so few bars', superseded: 'a later signal came before it could fill', not_tradable: 'the symbol had no further bar', last_bar: 'it came with the last bar',
};
const words = name => { const text = name.replace(/_/g, ' ').replace(/\bpnl\b/g, 'P&L'); return text.charAt(0).toUpperCase() + text.slice(1); };
const reason = name => REASONS[name] || (name || '').replace(/_/g, ' ');
const lowest = values => values.reduce((least, value) => Math.min(least, value), Infinity);
const highest = values => -lowest(values.map(value => -value));

const sums = steps => { let sum = 0; return steps.map(step => sum += step); };

/** Names that differ by their numbers: parts of text, and of each number how many digits it has at least. */
const ids = ({ forms, places, runs }) => {
  const numbers = runs.map(sums);
  return row => {
    let run = 0;
    const form = forms[places[row]];
    return form.length === 0 ? null : form.map(part => typeof part === 'string' ? part : String(numbers[run++][row]).padStart(part, '0')).join('');
  };
};

/** Very many trades stand column by column, as TradeColumns of the program writes them. */
const listed = ({ count, columns }) => {
  const power = digits => { let product = 1; for (let digit = 0; digit < digits; digit++) product *= 10; return product; };
  const whole = {}, scale = name => columns[name].scale;
  const word = ({ words, places }, row) => words[places ? places[row] : 0];
  const expected = {
    '': () => () => 0,
    'row before': name => row => row === 0 ? 0 : whole[name][row - 1],
    entry_time: () => row => whole.entry_time[row],
    entry_price: () => row => whole.entry_price[row],
    duration: () => {
      const unit = power(scale('duration_seconds')), rest = (name, row) => columns[name].fraction ? columns[name].fraction.values[row] : 0;
      return row => (whole.exit_time[row] - whole.entry_time[row]) * unit + rest('exit_time', row) - rest('entry_time', row);
    },
    gain: () => {
      const unit = power(scale('pnl') - scale('entry_price') - scale('quantity')), feeUnit = power(scale('pnl') - scale('fees'));
      return row => (word(columns.side, row) === 'BUY' ? 1 : -1) * (whole.exit_price[row] - whole.entry_price[row]) * whole.quantity[row] * unit - whole.fees[row] * feeUnit;
    },
    percent: () => {
      const factor = power(2 + scale('pnl_percent') + scale('entry_price') + scale('quantity') - scale('pnl'));
      return row => { const share = whole.pnl[row] / (whole.entry_price[row] * whole.quantity[row]) * factor; return Math.abs(share) < 2 ** 52 ? Math.floor(share + 0.5) : 0; };
    },
  };
  const trades = Array.from({ length: count }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    if (column.words || column.forms) {
      const text = column.words ? row => word(column, row) : ids(column);
      trades.forEach((trade, row) => { trade[name] = text(row); });
      continue;
    }
    const unit = power(column.scale);
    if (column.steps) {
      const values = whole[name] = new Float64Array(count), before = expected[column.expected](name);
      for (let row = 0; row < count; row++) values[row] = column.steps[row] + before(row);
    }
    const value = row => column.values ? column.values[row] : whole[name][row] / unit;
    const time = row => {
      const rest = column.fraction ? column.fraction.values[row] : 0;
      const digits = rest === 0 ? '' : '.' + String(rest).padStart(column.fraction.scale, '0').replace(/(000)+$/, '');
      return new Date(whole[name][row] * 1000).toISOString().slice(0, 19) + digits + word(column.ahead, row);
    };
    trades.forEach((trade, row) => { trade[name] = column.ahead ? time(row) : value(row); });
    column.missing.forEach(row => { trades[row][name] = null; });
  }
  return trades;
};

/** Whether what led to a trade is in the page: of very many, that of the newest. */
const reasonsOf = documents => {
  const kept = documents.reasons;
  if (!kept) return () => true;
  if ('first' in kept) return trade => trade.number > kept.first;
  const from = Date.parse(kept.from);
  return trade => Date.parse(trade.entry_time) >= from;
};

start(documents => {
  const metrics = documents['metrics.json'], run = documents['run.json'];
  const trades = documents['trades.json'] || listed(documents.trades), first = (documents.trades || { first: 0 }).first;
  const events = new Map((documents['events.jsonl'] || []).map(event => [event.event_id, event]));
  const format = new Format(documents.currency);
  const simulation = run.kind === 'simulation';
  trades.forEach((trade, place) => { trade.number = first + place + 1; });
  format.like(trades.flatMap(trade => [trade.entry_price, trade.exit_price]));
  const explained = reasonsOf(documents);
  if (documents.reasons && documents.reasons.entries) {
    const ids = places => places.map(place => documents['events.jsonl'][place].event_id);
    documents.reasons.entries.forEach((entry, place) => Object.assign(trades[documents.reasons.first - first + place],
      { entry_flow_ids: ids(entry), exit_flow_ids: ids(documents.reasons.exits[place]) }));
  }

  const figure = (name, value) => {
    if (typeof value === 'string') return value;
    if (name === 'average_duration_seconds') return format.duration(value);
    if (PERCENT.test(name)) return format.percent(value);
    if (MONEY.test(name)) return format.money(value);
    return typeof value === 'number' && !Number.isInteger(value) ? format.ratio(value) : format.number(value);
  };
  const meaning = name => {
    const own = (simulation && SIMULATED[name]) || MEANINGS[name];
    return own ? [own[0], own[1] + basisOf(name, metrics.basis)] : [words(name), null];
  };

  /* head */
  const instance = run.instance || {};
  const title = instance.strategy_name || instance.strategy_id || 'Strategy';
  const from = simulation ? metrics.from : (run.days[0] || {}).date, to = simulation ? metrics.to : (run.days[run.days.length - 1] || {}).date;
  document.querySelector('header').replaceChildren(
    el('div', {},
      el('h1', { dir: 'auto' }, title),
      el('p', { class: 'under' }, simulation ? 'Portfolio simulation ' : 'Strategy ', el('span', { class: 'name' }, instance.strategy_id || ''), ' of ', el('span', { class: 'name' }, instance.user_id || ''),
        instance.broker_connection_id ? [' at ', el('span', { class: 'name' }, instance.broker_connection_id)] : null),
      el('p', { class: 'under' }, from ? (from === to ? from : from + ' to ' + to) : 'no day', ' \u00b7 ', run.mode.replace('_', ' '),
        run.queue ? [' \u00b7 run ' + run.run + ' of queue ', el('span', { class: 'name' }, run.queue)] : ' \u00b7 one-off', documents.currency ? ' \u00b7 ' + documents.currency : '')),
    themeButton());

  const main = document.querySelector('main');
  if (run.sample_data) main.append(el('p', { class: 'notice' }, 'Sample data: these are the made-up prices that come with the program.'));
  main.append(warned(run.warnings));

  /* cards */
  const cards = ['total_pnl', 'return', 'cagr', 'total_trades', 'win_rate', 'profit_factor', 'expectancy', 'max_drawdown', 'sharpe', 'fees'].filter(name => name in metrics);
  main.append(el('dl', { class: 'cards' }, cards.map(name => {
    const [label, text] = meaning(name);
    const value = metrics[name];
    return card(label, figure(name, value), text, name === 'total_pnl' || name === 'expectancy' ? tone(value) : null);
  })));

  /* equity */
  const equity = curve(documents, trades, metrics, simulation);
  const equityText = () => equity.y.length === 0 ? 'Nothing to draw: there is no trade.'
    : 'Equity and drawdown, ' + equity.y.length + ' points, last ' + format.money(equity.y[equity.y.length - 1]) + ', lowest drawdown ' + format.money(lowest(equity.fall));
  main.append(section('Equity and drawdown', 'equity', equity.y.length === 0 ? empty('There is nothing to draw: no trade was closed.')
    : el('p', { class: 'under' }, simulation ? 'Equity at the end of each bar, beside buying the same symbols and holding them.' : 'Realised profit after each exit, added up; below, how far it is under its highest point.'),
  equity.y.length === 0 ? null : chart(equityText(), 260, () => {
    const stepped = simulation ? undefined : uPlot.paths.stepped({ align: 1 });
    const series = [{ value: (plot, x) => x === null ? NONE : stamp(x, equity.seconds) },
      { label: simulation ? 'Equity' : 'Profit and loss', stroke: style('--gain'), width: 2, paths: stepped, value: (plot, y) => format.money(y), points: { show: equity.y.length < 2 } }];
    if (equity.benchmark) series.push({ label: 'Buy and hold', stroke: style('--faint'), width: 1, dash: [6, 4], value: (plot, y) => format.money(y) });
    return { options: { series, cursor: { sync: { key: 'equity' } }, axes: [{}, { values: (plot, values) => values.map(value => format.round(value)) }] },
      data: equity.benchmark ? [equity.x, equity.y, equity.benchmark] : [equity.x, equity.y] };
  }),
  equity.y.length === 0 ? null : chart('Drawdown', 140, () => ({
    options: { series: [{ value: (plot, x) => x === null ? NONE : stamp(x, equity.seconds) }, { label: 'Drawdown', stroke: style('--loss'), fill: style('--loss-soft'), width: 1,
      paths: simulation ? undefined : uPlot.paths.stepped({ align: 1 }), value: (plot, y) => format.money(y), points: { show: equity.y.length < 2 } }],
    cursor: { sync: { key: 'equity' } }, scales: { y: { range: (plot, low) => [low < 0 ? low * 1.05 : -1, 0] } },
    axes: [{}, { values: (plot, values) => values.map(value => format.round(value)) }] },
    data: [equity.x, equity.fall] }))));

  /* why */
  const why = whyDialog(events, format, documents, simulation, trades, explained);
  document.body.append(why.element);
  const follow = () => { const trade = asked(trades); if (trade) why.open(trade); };
  addEventListener('hashchange', follow);

  /* prices */
  const notes = simulation ? unpriced(documents, trades, format) : [
    documents.underlyings_from ? el('p', { class: 'notice', id: 'underlyings-left-out' }, 'A page has no room for the prices of all days. They are drawn of ' + Object.entries(documents.underlyings_from).map(([symbol, day]) => symbol + ' from ' + day + ' on').join(', ') + '.') : null,
    documents.contracts_from ? el('p', { class: 'notice', id: 'contracts-left-out' }, 'A page has no room for the prices of all contracts while they were held: those before ' + documents.contracts_from + ', and perhaps some of that day, are not drawn.') : null];
  const priced = simulation && documents.prices.length === 0
    ? { element: section('Prices', 'prices', notes.length > 0 ? notes : empty('There is nothing to draw: nothing was traded.')), show: () => {} }
    : prices(documents, trades, format, trade => why.open(trade), notes);
  main.append(priced.element);

  /* trades */
  const columns = [
    { name: '#', value: trade => trade.number, number: true, cell: trade => el('button', { type: 'button', class: 'plain', 'aria-label': 'Why trade ' + trade.number, onclick: event => { event.stopPropagation(); why.open(trade); } }, trade.number) },
    { name: 'Symbol', value: trade => trade.symbol },
    { name: 'Side', value: trade => trade.side },
    { name: 'Quantity', value: trade => trade.quantity, number: true, text: value => format.number(value) },
    { name: 'P&L', value: trade => trade.pnl, number: true, toned: true, text: value => format.money(value) },
    { name: '%', value: trade => trade.pnl_percent, number: true, toned: true, text: value => format.ratio(value) },
    { name: 'Entry', value: trade => trade.entry_time, text: value => format.time(value) },
    { name: 'at', value: trade => trade.entry_price, number: true, text: value => format.price(value) },
    { name: 'Exit', value: trade => trade.exit_time, text: value => format.time(value) },
    { name: 'at', value: trade => trade.exit_price, number: true, text: value => format.price(value) },
    { name: 'Reason', value: trade => reason(trade.exit_reason) + (trade.ambiguous ? ' (or another: one candle touched several)' : '') },
    { name: 'Re-entry', value: trade => trade.re_entry_num, number: true },
    { name: 'Fees', value: trade => trade.fees, number: true, text: value => format.money(value) },
    { name: 'Duration', value: trade => trade.duration_seconds, number: true, text: value => format.duration(value) },
  ].filter(column => column.name !== 'Re-entry' || !simulation);
  const table = trades.length === 0 ? null : new DataTable('Trades', columns, trades, { open: trade => why.open(trade), paper: 25 });
  const unexplained = trades.reduce((count, trade) => count + (explained(trade) ? 0 : 1), 0);
  let contain = null;
  const filters = () => {
    const text = el('input', { type: 'search', id: 'filter-text', size: 18 });
    const kind = el('select', { id: 'filter-kind' }, el('option', { value: '' }, 'all'), el('option', { value: 'win' }, 'winning'), el('option', { value: 'loss' }, 'losing'));
    const reasons = [...new Set(trades.map(trade => trade.exit_reason))].sort();
    const why = el('select', { id: 'filter-reason' }, el('option', { value: '' }, 'any'), reasons.map(name => el('option', { value: name }, reason(name))));
    const texts = new Map();
    const textOf = trade => {
      if (!texts.has(trade)) texts.set(trade, [trade.symbol, trade.trade_id, trade.entry_time, trade.exit_time, trade.side, trade.entry_node].join('\n').toLowerCase());
      return texts.get(trade);
    };
    const apply = () => {
      const wanted = text.value.toLowerCase();
      table.filter(trade => (wanted === '' || textOf(trade).includes(wanted))
        && (kind.value === '' || (kind.value === 'win' ? trade.pnl > 0 : trade.pnl < 0)) && (why.value === '' || trade.exit_reason === why.value));
    };
    contain = wanted => { text.value = wanted; apply(); };
    text.addEventListener('input', apply);
    kind.addEventListener('change', apply);
    why.addEventListener('change', apply);
    return el('div', { class: 'bar' }, el('span', {}, el('label', { for: 'filter-text' }, 'Containing '), text), el('span', {}, el('label', { for: 'filter-kind' }, 'Trades '), kind), el('span', {}, el('label', { for: 'filter-reason' }, 'Reason of exit '), why));
  };
  main.append(section('Trades', 'trades', table === null ? empty('No trade was closed.')
    : [el('p', { class: 'under screen-only' }, 'One row an exit; a click shows why it happened.'),
      first > 0 ? el('p', { class: 'notice', id: 'left-out' }, 'The newest ' + format.number(trades.length) + ' of ' + format.number(first + trades.length) + ' trades are listed, and marked among prices: a page has no room for more. All of them stand in trades.json beside it, and are in the equity and in every figure.') : null,
      unexplained > 0 ? el('p', { class: 'notice', id: 'unexplained' }, 'Why a trade happened is told here of the newest ' + format.number(trades.length - unexplained) + ' trades; of the ' + format.number(unexplained) + ' listed before them it stands in events.jsonl beside this page.') : null,
      filters(), table.element]));

  const open = documents['positions.json'] || [];
  if (open.length > 0) main.append(section('Still open', 'open', new DataTable('Still open', [
    { name: 'Symbol', value: one => one.symbol }, { name: 'Side', value: one => one.side },
    { name: 'Quantity', value: one => one.open_quantity ?? one.quantity, number: true, text: value => format.number(value) },
    { name: 'Entry', value: one => one.entry_time ?? one.entries[0].entry_time, text: value => format.time(value) },
    { name: 'at', value: one => one.entry_price ?? one.entries[0].entry_price, number: true, text: value => format.price(value) },
    { name: 'Unrealised', value: one => one.unrealized_pnl, number: true, toned: true, text: value => format.money(value) }], open, { paper: 5 }).element));

  /* days and distribution */
  const days = simulation ? equity.days : metrics.days.map(day => [day.date, day.total_pnl]);
  main.append(el('div', { class: 'columns' },
    section('Days', 'days', days.length === 0 ? empty('No day.') : calendar(days, format, day => {
      priced.show(day);
      if (contain) {
        contain(day);
        document.getElementById('filter-text').focus();
      }
    })),
    section(first > 0 ? 'Results of the trades listed' : 'Results of trades', 'distribution', trades.length === 0 ? empty('No trade was closed.') : histogram(trades.map(trade => trade.pnl), format))));

  /* figures */
  const rows = Object.entries(metrics).filter(([name, value]) => (value === null || typeof value !== 'object') && !(name in { from: 1, to: 1, simulation_id: 1, strategy: 1 }));
  const pairs = entries => el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Figures' }, el('table', {}, el('tbody', {}, entries.map(([name, value]) => {
    const [label, text] = meaning(name);
    return el('tr', {}, el('th', { scope: 'row' }, defined(label, text)), el('td', { class: 'number' }, figure(name, value)));
  }))));
  const middle = Math.ceil(rows.length / 2);
  main.append(section('Figures', 'figures', el('div', { class: 'columns' }, pairs(rows.slice(0, middle)), pairs(rows.slice(middle))),
    el('div', { class: 'columns' }, metrics.benchmark ? el('div', {}, el('h3', {}, 'Benchmark'), pairs(Object.entries(metrics.benchmark))) : null,
      el('div', {}, el('h3', {}, 'What the figures rest on'), facts(metrics.basis, 'What the figures rest on')))));

  if (simulation && documents['symbols.json']) main.append(symbols(documents['symbols.json'], format));

  /* settings */
  const plain = Object.fromEntries(Object.entries(run).filter(([name, value]) => value === null || typeof value !== 'object'));
  main.append(el('div', { class: 'not-on-paper' }, section('Settings and data', 'settings', facts({ ...plain, ...Object.fromEntries(Object.entries(instance).filter(([, value]) => value === null || typeof value !== 'object')) }, 'Settings'),
    Object.keys(instance.parameters || {}).length > 0 ? [el('h3', {}, 'Parameters'), facts(instance.parameters, 'Parameters')] : null,
    el('h3', {}, 'Data'), facts(simulation ? run.data_hashes : Object.fromEntries(run.days.map(day => [day.date, day.data_hash])), 'Hashes of data'),
    el('h3', {}, 'Files'), facts(run.files, 'Hashes of files')),
  section('Warnings', 'warnings', run.warnings.length === 0 ? empty('None.') : run.warnings.length <= 100 ? el('ul', {}, run.warnings.map(text => el('li', { class: 'name' }, text)))
    : new DataTable('Warnings', [{ name: 'Warning', value: text => text, wide: true }], run.warnings).element)));
  if (simulation && documents['config.json']) main.append(el('div', { class: 'not-on-paper' }, section('Configuration', 'configuration', facts(documents['config.json'], 'Configuration'))));
  const skipped = simulation ? Object.entries(metrics.dropped_symbols || {}) : [];
  if (skipped.length > 0) main.append(section('Symbols left out', 'dropped', facts(Object.fromEntries(skipped), 'Symbols left out')));
  const sections = [...main.querySelectorAll('section > h2')];
  document.querySelector('header').append(el('nav', { 'aria-label': 'Sections', class: 'screen-only' }, sections.map(head => el('a', { href: '#' + head.parentElement.id }, head.textContent))));
  follow();
});

/** The trade that an address such as report.html#trade-3 asks for. */
const asked = trades => {
  const number = Number((/^#trade-(\d+)$/.exec(location.hash) || [])[1]);
  return trades.length > 0 ? trades[number - trades[0].number] || null : null;
};
const stamp = (seconds, exact) => new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, exact ? 19 : 10);
/** Of a longer list, such as the symbols of a simulation, which have a table of their own, so many are named. */
const MOST_VALUES = 50;
const facts = (object, label = 'Facts') => {
  const named = name => /_/.test(name) && !/\d/.test(name) ? words(name) : name;
  const plain = value => value === null || typeof value !== 'object';
  const list = values => values.slice(0, MOST_VALUES).join(', ') + (values.length > MOST_VALUES ? ' and ' + (values.length - MOST_VALUES) + ' more' : '');
  const told = value => value === null ? NONE : Array.isArray(value) && value.length > 0 && value.every(plain) ? list(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const entries = Object.entries(object);
  if (entries.length > 100) {
    return new DataTable(label, [{ name: 'Of', value: ([name]) => named(name) }, { name: 'Value', value: ([, value]) => told(value), wide: true }], entries).element;
  }
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, el('table', {}, el('tbody', {}, entries.map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, named(name)), el('td', { class: 'text' }, told(value)))))));
};

/** Of very many points, the first, lowest, highest and last of each of so many groups. */
const MOST_DRAWN = 20000;
const drawable = (x, y, fall) => {
  if (x.length <= MOST_DRAWN) return { x, y, fall };
  const kept = [], group = Math.ceil(x.length * 4 / MOST_DRAWN);
  for (let from = 0; from < x.length; from += group) {
    const to = Math.min(from + group, x.length);
    let low = from, high = from;
    for (let place = from; place < to; place++) { if (y[place] < y[low]) low = place; if (y[place] > y[high]) high = place; }
    kept.push(...new Set([from, low, high, to - 1].sort((a, b) => a - b)));
  }
  return { x: kept.map(place => x[place]), y: kept.map(place => y[place]), fall: kept.map(place => fall[place]) };
};

/** {x, y, fall, benchmark, days}: seconds of the exchange's clock, money. */
const curve = (documents, trades, metrics, simulation) => {
  const x = [], y = [], fall = [];
  let peak = 0;
  const point = (time, value) => { x.push(time); y.push(value); peak = Math.max(peak, value); fall.push(value - peak); };
  if (!simulation) {
    let sum = 0;
    const before = documents.trades ? documents.trades.before : [];
    for (const [time, profit] of before) point(time, sum = profit);
    // what is opened inside the closing second is closed at its beginning, before it was opened
    if (trades.length > 0 && before.length === 0) point(Math.min(lowest(trades.map(trade => clock(trade.entry_time))), clock(trades[0].exit_time)), 0);
    for (const trade of trades) {
      sum = Math.round((sum + trade.pnl) * 1e6) / 1e6;
      const time = clock(trade.exit_time);
      if (x.length > 0 && x[x.length - 1] === time) { x.pop(); y.pop(); fall.pop(); }
      point(time, sum);
    }
    return { ...drawable(x, y, fall), seconds: true };
  }
  const benchmark = [], days = [];
  peak = metrics.starting_capital;
  let before = metrics.starting_capital;
  const lines = documents['equity.csv'].split('\n');
  const columns = lines[0].split(',');
  const at = Object.fromEntries(columns.map((name, place) => [name, place]));
  const bars = lines.slice(1).filter(line => line !== '').map(line => line.split(','));
  // a bar of a whole day stands at its date, not at the midnight that ends it
  const daily = bars.every((cells, place) => place === 0 || cells[at.time].slice(0, 10) !== bars[place - 1][at.time].slice(0, 10));
  for (const cells of bars) {
    const value = Number(cells[at.equity]);
    point(daily ? Date.parse(cells[at.time].slice(0, 10)) / 1000 : clock(cells[at.time]), value);
    if ('benchmark' in at) benchmark.push(cells[at.benchmark] === '' ? null : Number(cells[at.benchmark]));
    const day = cells[at.time].slice(0, 10);
    if (days.length > 0 && days[days.length - 1][0] === day) days[days.length - 1][1] = Math.round((days[days.length - 1][1] + value - before) * 1e6) / 1e6;
    else days.push([day, Math.round((value - before) * 1e6) / 1e6]);
    before = value;
  }
  return { x, y, fall, benchmark: benchmark.some(value => value !== null) ? benchmark : null, days, seconds: !daily };
};

/** The underlying of a day with everything that was done, and each contract while it was held. */
const ALL_DAYS = 'all days';
const MOST_LISTED = 500;
const marked = marker => marker.kind.replace('_', '-') + (marker.trade.number === null ? ' of what is still open' : ' of trade ' + marker.trade.number);
/** Prices stand as steps from bar to bar. */
const unfolded = line => {
  if (line && !line.values) {
    const unit = 10 ** line.scale;
    line.times = sums(line.times);
    line.values = sums(line.closes).map(close => close / unit);
  }
  return line;
};
const prices = (documents, closed, format, open, notes) => {
  const first = documents.trades ? documents.trades.first : 0;
  // what is still open was entered, that of a simulation in parts, and has no number among the trades
  const trades = [...closed, ...(documents['positions.json'] || []).flatMap(one => (one.entry_time ? [one] : one.entries).map(entry => ({ ...one, ...entry, exit_time: null, number: null, pnl: one.unrealized_pnl || 0 })))];
  // bars of days are one line over all of them
  const all = documents.prices.some(line => line.date === ALL_DAYS);
  const dates = trades.flatMap(trade => [trade.entry_time, trade.exit_time]).filter(time => time !== null).map(time => time.slice(0, 10));
  const days = all ? [ALL_DAYS] : [...new Set([...documents.prices.map(line => line.date), ...dates])].sort();
  if (days.length === 0) return { element: section('Prices', 'prices', empty('No day was run.')), show: () => {} };
  const picker = el('select', { id: 'day' }, days.map(day => el('option', { value: day }, day)));
  const subject = el('select', { id: 'subject', 'aria-label': 'Prices of' });
  const holder = el('div');
  const list = el('p', { class: 'under' });
  const told = el('ol', { class: 'screen-reader', 'aria-label': 'Entries and exits on the chart' });
  const markersOf = (day, symbol) => {
    const markers = [];
    for (const trade of trades) {
      if (symbol !== null && trade.symbol !== symbol) continue;
      if (all || trade.entry_time.slice(0, 10) === day) markers.push({ kind: trade.re_entry_num > 0 ? 're_entry' : 'entry', time: clock(trade.entry_time), price: trade.entry_price, side: trade.side, trade });
      if (trade.exit_time !== null && (all || trade.exit_time.slice(0, 10) === day)) markers.push({ kind: /stop/.test(trade.exit_reason) ? 'stop' : 'exit', time: clock(trade.exit_time), price: trade.exit_price, side: trade.side, trade });
    }
    return markers;
  };
  const show = () => {
    const day = picker.value;
    const lines = documents.prices.filter(line => line.date === day);
    const line = unfolded(lines.find(candidate => candidate.symbol === subject.value) || lines[0]);
    const underlying = !line || line.underlying;
    const markers = markersOf(day, underlying ? null : line.symbol);
    const price = time => { if (!line) return null; let low = 0, high = line.times.length - 1, found = null; while (low <= high) { const middle = (low + high) >> 1; if (line.times[middle] <= time) { found = middle; low = middle + 1; } else high = middle - 1; } return found === null ? line.values[0] : line.values[found]; };
    for (const marker of markers) if (underlying) marker.price = price(marker.time);
    holder.replaceChildren(line ? chart(line.symbol + ' on ' + day + ' with ' + markers.length + ' entries and exits; the table of trades lists them', 340, () => priceChart(line, all, markers, format, open))
      : empty('No prices of ' + (all ? 'these days' : day) + ' are in this page.'));
    told.replaceChildren(...markers.slice(0, MOST_LISTED).map(marker => el('li', { 'data-time': marker.time, 'data-kind': marker.kind }, marked(marker) + ' at ' + stamp(marker.time, true))), ...(markers.length > MOST_LISTED ? [el('li', {}, (markers.length - MOST_LISTED) + ' more stand in the table of trades')] : []));
    const left = first > 0 && closed.length > 0 && (all || day <= closed[0].exit_time.slice(0, 10)) ? 'Trades before number ' + format.number(first + 1) + ' are not listed in this page, and not marked here; trades.json beside it has them. ' : '';
    list.textContent = left + (markers.length === 0 ? left === '' ? 'Nothing was entered or left ' + (all ? 'on these days.' : 'on this day.') : '' : 'Triangles: entries, upwards bought, downwards sold; diamonds: re-entries; circles: exits; squares: stops. Filled and blue: the trade gained; hollow and orange: it lost. A click on one shows why.');
  };
  const subjects = () => {
    const lines = documents.prices.filter(line => line.date === picker.value);
    subject.replaceChildren(...lines.map(line => el('option', { value: line.symbol }, line.symbol)));
    show();
  };
  picker.addEventListener('change', subjects);
  subject.addEventListener('change', show);
  const step = by => el('button', { type: 'button', onclick: () => { const to = picker.selectedIndex + by; if (to >= 0 && to < days.length) { picker.selectedIndex = to; subjects(); } } }, by < 0 ? 'Day before' : 'Next day');
  const last = closed.length > 0 && !all ? closed[closed.length - 1].exit_time.slice(0, 10) : days[days.length - 1];
  picker.value = last;
  subjects();
  const element = section('Prices', 'prices', el('div', { class: 'bar' }, step(-1), el('label', { for: 'day' }, 'Day'), picker, step(1), el('label', { for: 'subject' }, 'of'), subject), notes, holder, list, told);
  return { element, show: day => { if (days.includes(day)) { picker.value = day; subjects(); } } };
};

/** What a reader of a simulation's prices should know: what they are, and which are not there. */
const MOST_NAMED = 5;
const unpriced = ({ not_drawn: left, prices: lines, 'positions.json': open }, trades, format) => {
  if (trades.length === 0 && !(open && open.length > 0)) return [];
  const notice = text => el('p', { class: 'notice not-drawn' }, text);
  if (!left) return [notice('This page has no room for prices.')];
  const several = names => names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ' and ' + format.number(names.length - MOST_NAMED) + ' more' : '');
  const later = Object.entries(left.from), unreadable = Object.entries(left.unreadable);
  return [
    lines.length > 0 ? el('p', { class: 'under' }, 'Closes of the symbols that were traded, as the market had them: they are not adjusted, and a split is a step.') : null,
    left.symbols.length > 0 ? notice('A page has no room for the prices of all symbols. Those of the ' + format.number(left.symbols.length) + ' that were traded least are not drawn: ' + several(left.symbols) + '.') : null,
    later.length > 0 ? notice('A page has no room for the prices of all days. They are drawn of ' + several(later.map(([symbol, day]) => symbol + ' from ' + day + ' on')) + '.') : null,
    ...unreadable.slice(0, MOST_NAMED).map(([symbol, why]) => notice('The prices of ' + symbol + ' cannot be drawn any more: ' + why)),
    unreadable.length > MOST_NAMED ? notice('The prices of ' + format.number(unreadable.length - MOST_NAMED) + ' more symbols cannot be drawn any more.') : null].filter(one => one !== null);
};

/** A price with what was done, for the chart. */
const priceChart = (line, all, markers, format, open) => {
  const at = time => { let low = 0, high = line.times.length - 1; while (low < high) { const middle = (low + high + 1) >> 1; if (line.times[middle] <= time) low = middle; else high = middle - 1; } return low; };
  const times = [...markers.map(marker => marker.time), line.times[0]], first = line.times[0], last = line.times[line.times.length - 1];
  // fills at an open come before the first close, and need not be at any close
  const whole = (plot, low, high) => low === first && high === last ? [Math.min(low, lowest(times)), Math.max(high, highest(times))] : [low, high];
  const tall = (plot, low, high) => {
    const { min, max } = plot.scales.x, seen = markers.filter(marker => marker.price !== null && marker.time >= min && marker.time <= max).map(marker => marker.price);
    if (low === null && seen.length === 0) return [null, null];
    return uPlot.rangeNum(Math.min(low ?? Infinity, lowest(seen)), Math.max(high ?? -Infinity, highest(seen)), 0.1, true);
  };
  return {
    options: {
      scales: line.times.length === 1 ? { x: { range: [lowest(times) - 30, highest(times) + 30] } } : { x: { range: whole }, y: { range: tall } },
      series: [{ value: (plot, x) => x === null ? NONE : all ? stamp(x, false) : stamp(x, true).slice(11) }, { label: line.symbol, stroke: style('--ink'), width: 1.25, value: (plot, y) => format.price(y), points: { show: line.times.length < 2 } }],
      axes: [{}, { values: (plot, values) => values.map(value => format.round(value)) }],
      hooks: { draw: [plot => drawMarks(plot, markers)], ready: [plot => clicks(plot, markers.filter(marker => marker.trade.number !== null), open)] },
    },
    data: [line.times, line.values],
    marks: markers.slice(0, MOST_LISTED).map(marker => ({ at: at(marker.time), open: marker.trade.number === null ? null : () => open(marker.trade), text: marked(marker) + ' at ' + stamp(marker.time, true).slice(all ? 0 : 11) + ', which made ' + format.money(marker.trade.pnl) })),
  };
};

/** Shapes tell what was done; filled ones are of trades that gained. */
const drawMarks = (plot, markers) => {
  const context = plot.ctx;
  const size = 6 * devicePixelRatio;
  const colours = { gain: style('--gain'), loss: style('--loss'), even: style('--faint') }, paper = style('--paper');
  context.save();
  context.beginPath();
  context.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
  context.clip();
  context.lineWidth = 2 * devicePixelRatio;
  for (const marker of markers) {
    if (marker.price === null) continue;
    const x = plot.valToPos(marker.time, 'x', true), y = plot.valToPos(marker.price, 'y', true);
    const kind = tone(marker.trade.pnl) || 'even';
    context.strokeStyle = colours[kind];
    context.fillStyle = kind === 'gain' ? colours.gain : paper;
    context.beginPath();
    if (marker.kind === 'entry') {
      const up = marker.side === 'BUY' ? 1 : -1;
      context.moveTo(x, y - up * size); context.lineTo(x + size, y + up * size); context.lineTo(x - size, y + up * size); context.closePath();
    } else if (marker.kind === 're_entry') {
      context.moveTo(x, y - size * 1.2); context.lineTo(x + size * 1.2, y); context.lineTo(x, y + size * 1.2); context.lineTo(x - size * 1.2, y); context.closePath();
    } else if (marker.kind === 'stop') {
      context.rect(x - size * .8, y - size * .8, size * 1.6, size * 1.6);
    } else {
      context.arc(x, y, size * .9, 0, 2 * Math.PI);
    }
    context.fill();
    context.stroke();
  }
  context.restore();
};

const clicks = (plot, markers, open) => {
  plot.over.addEventListener('click', event => {
    let best = null, nearest = 18;
    for (const marker of markers) {
      if (marker.price === null) continue;
      const distance = Math.hypot(plot.valToPos(marker.time, 'x') - event.offsetX, plot.valToPos(marker.price, 'y') - event.offsetY);
      if (distance < nearest) { nearest = distance; best = marker; }
    }
    if (best) open(best.trade);
  });
};

const calendar = (days, format, pick) => {
  const most = Math.max(highest(days.map(([, value]) => Math.abs(value))), 1e-9);
  const months = new Map();
  days.forEach(([day, value]) => { const month = day.slice(0, 7); if (!months.has(month)) months.set(month, new Map()); months.get(month).set(day, value); });
  const names = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
  const drawn = shown => walked(el('div', { class: 'calendar' }, shown.map(([month, values]) => {
    const first = new Date(month + '-01T00:00:00Z');
    const weeks = [];
    let week = Array(7).fill(null);
    for (let day = new Date(first); day.toISOString().slice(0, 7) === month; day = new Date(day.getTime() + 86400000)) {
      const place = (day.getUTCDay() + 6) % 7;
      week[place] = day.toISOString().slice(0, 10);
      if (place === 6) { weeks.push(week); week = Array(7).fill(null); }
    }
    if (week.some(day => day)) weeks.push(week);
    const total = [...values.values()].reduce((sum, value) => sum + value, 0);
    return el('div', { class: 'month' }, el('table', {}, el('caption', {}, month + '  ' + format.money(Math.round(total * 1e6) / 1e6)), el('thead', {}, el('tr', {}, names.map(name => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, weeks.map(row => el('tr', {}, row.map(day => {
        if (day === null || !values.has(day)) return el('td', {}, day === null ? '' : el('span', { class: 'under', 'aria-hidden': 'true' }, '\u00b7'));
        const value = values.get(day);
        const share = Math.round(20 + 80 * Math.abs(value) / most);
        const colour = value === 0 ? '' : 'background: color-mix(in srgb, var(' + (value > 0 ? '--gain-soft' : '--loss-soft') + ') ' + share + '%, var(--panel))';
        return el('td', { 'data-day': day, style: colour }, el('button', { type: 'button', class: value > 0 ? 'up' : value < 0 ? 'down' : null, tabindex: -1, title: day + ': ' + format.money(value), 'aria-label': day + ': ' + format.money(value), onclick: () => pick(day) }, Number(day.slice(8))));
      }))))));
  })));
  if (months.size <= 12) return drawn([...months]);
  const years = [...new Set([...months.keys()].map(month => month.slice(0, 4)))];
  const holder = el('div');
  const picker = el('select', { id: 'year' }, years.map(year => el('option', { value: year }, year)));
  const show = () => holder.replaceChildren(drawn([...months].filter(([month]) => month.startsWith(picker.value))));
  picker.addEventListener('change', show);
  picker.selectedIndex = years.length - 1;
  show();
  return el('div', {}, el('div', { class: 'bar' }, el('label', { for: 'year' }, 'Year'), picker), holder);
};

/** One day at a time is in the order of the tab key; the arrows walk from it to others. */
const walked = element => {
  const days = [...element.querySelectorAll('td[data-day] button')];
  if (days.length > 0) days[days.length - 1].tabIndex = 0;
  const date = button => Date.parse(button.parentElement.dataset.day) / 86400000;
  element.addEventListener('keydown', event => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -Infinity, End: Infinity };
    const at = days.indexOf(event.target);
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const step = steps[event.key];
    const wanted = Math.abs(step) === 7 ? date(days[at]) + step : null;
    const beyond = wanted === null ? null : step > 0 ? days.find(day => date(day) >= wanted) : days.filter(day => date(day) <= wanted).pop();
    const to = wanted === null ? days[Math.max(0, Math.min(days.length - 1, at + step))] : beyond || days[at];
    days[at].tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  });
  return element;
};

const histogram = (values, format) => {
  const least = lowest(values), best = highest(values);
  const width = (best - least) / Math.max(1, Math.min(30, Math.ceil(Math.sqrt(values.length)) * 2)) || 1;
  // no step holds gains and losses
  const low = Math.floor(least / width) * width;
  const bins = Math.max(1, Math.floor((best - low) / width) + 1), high = low + bins * width;
  const counts = Array(bins).fill(0);
  values.forEach(value => counts[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))]++);
  const most = highest(counts);
  const svg = svgNode('svg', { viewBox: '0 0 560 230', role: 'img', 'aria-label': values.length + ' results from ' + format.money(least) + ' to ' + format.money(best) + ' in ' + bins + ' steps, at most ' + most + ' in one' });
  const add = (...parts) => svg.appendChild(svgNode(...parts));
  counts.forEach((count, bin) => {
    const middle = low + (bin + .5) * width;
    const height = 180 * count / most;
    const bar = add('rect', { x: 10 + bin * 540 / bins, y: 195 - height, width: Math.max(1, 540 / bins - 2), height, style: 'fill: var(' + (middle >= 0 ? '--gain' : '--loss') + ')' });
    bar.append(svgNode('title', {}, format.money(low + bin * width) + ' to ' + format.money(low + (bin + 1) * width) + ': ' + count));
  });
  add('line', { x1: 10, x2: 550, y1: 195, y2: 195, style: 'stroke: var(--line)' });
  const zero = 10 + 540 * (0 - low) / (high - low);
  if (low < 0 && high > 0) {
    add('line', { x1: zero, x2: zero, y1: 20, y2: 200, style: 'stroke: var(--faint); stroke-dasharray: 3 3' });
    if (zero > 110 && zero < 450) add('text', { x: zero, y: 215, 'text-anchor': 'middle' }, '0');
  }
  add('text', { x: 10, y: 215 }, format.money(Math.round(low * 100) / 100));
  add('text', { x: 550, y: 215, 'text-anchor': 'end' }, format.money(Math.round(high * 100) / 100));
  add('text', { x: 10, y: 12 }, 'most in one step: ' + most);
  return svg;
};

const symbols = (rows, format) => section('Symbols', 'symbols', new DataTable('Symbols', [
  { name: 'Symbol', value: row => row.symbol }, { name: 'Status', value: row => row.status + (row.reason ? ': ' + row.reason : ''), wide: true },
  { name: 'Capital', value: row => row.capital, number: true, text: value => format.money(value) },
  { name: 'P&L', value: row => row.total_pnl, number: true, toned: true, text: value => format.money(value) },
  { name: 'Return', value: row => row.return, number: true, toned: true, text: value => format.percent(value) },
  { name: 'Trades', value: row => row.total_trades, number: true },
  { name: 'Win rate', value: row => row.win_rate, number: true, text: value => format.percent(value) },
  { name: 'Fees', value: row => row.fees, number: true, text: value => format.money(value) },
  { name: 'Still open', value: row => row.open_quantity, number: true, text: value => format.number(value) }], rows, { paper: 10 }).element);

/** A side of a comparison; times are epoch seconds in the file and shown as the exchange's clock. */
const side = (value, condition, event) => {
  if (value === null || value === undefined) return NONE;
  const offset = /([+-])(\d\d):(\d\d)$/.exec(event.timestamp);
  const isTime = typeof value === 'number' && value > 1e8 && /\d\d:\d\d:\d\d/.test(condition.evaluated);
  const ahead = offset ? (offset[1] === '-' ? -1 : 1) * (offset[2] * 3600 + offset[3] * 60) : 0;
  return isTime ? stamp(value + ahead, true).slice(11) : String(value);
};

/** What a side was before, of a condition that asks whether it crossed. */
const before = (value, condition, event) => value === undefined ? '' : side(value, condition, event) + ' \u2192 ';

/** Everything from the start of the strategy to the exit of one trade. */
const whyDialog = (events, format, documents, simulation, trades, explained) => {
  const title = el('h2', { id: 'why-title' });
  const body = el('div', { class: 'body', tabindex: 0, autofocus: true, role: 'region', 'aria-labelledby': 'why-title' });
  let shown = null;
  const turn = by => { const other = trades[shown.number - trades[0].number + by]; if (other) open(other); };
  const earlierTrade = el('button', { type: 'button', onclick: () => turn(-1) }, 'Trade before'), laterTrade = el('button', { type: 'button', onclick: () => turn(1) }, 'Next trade');
  const element = el('dialog', { 'aria-labelledby': 'why-title' }, el('div', { class: 'head' }, title, el('div', { class: 'bar' }, earlierTrade, laterTrade, el('button', { type: 'button', onclick: () => element.close() }, 'Close'))), body);
  element.addEventListener('close', () => { if (location.hash === '#trade-' + shown.number) history.replaceState(null, '', location.href.split('#')[0]); });
  element.addEventListener('click', event => { if (event.target === element) element.close(); });
  const fills = (label, list) => list && list.length > 0 ? [el('h3', {}, label), el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, el('table', {}, el('thead', {}, el('tr', {}, ['Symbol', 'Side', 'Quantity', 'Order', 'Price', 'Slippage', 'Fees', 'Filled', 'P&L'].map(name => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, list.map(fill => el('tr', {}, el('td', {}, fill.symbol), el('td', {}, fill.side || ''), el('td', { class: 'number' }, format.number(fill.quantity)), el('td', {}, (fill.order_type || '').replace('_', '-')),
      el('td', { class: 'number' }, format.price(fill.price)), el('td', { class: 'number' }, format.price(fill.slippage)), el('td', { class: 'number' }, format.money(fill.fees)), el('td', {}, format.time(fill.fill_time)), el('td', { class: 'number ' + (tone(fill.pnl) || '') }, 'pnl' in fill ? format.money(fill.pnl) : ''))))))] : null;
  const event = (found, key) => el('li', { class: key ? 'key' : null, 'data-event': found.event_id },
    el('h3', {}, format.time(found.timestamp) + '  ', el('span', { class: 'name' }, found.node_name || found.node_id || ''), ' ', el('span', { class: 'under' }, found.event_type.replace(/_/g, ' ') + (found.node_type ? ', ' + found.node_type : ''))),
    found.trigger ? el('p', { class: 'under' }, 'because of: ' + found.trigger.replace(/_/g, ' ')) : null,
    found.protection ? el('p', { class: 'under' }, 'hit: ' + found.protection.replace(/_/g, ' ') + (found.level !== undefined ? ' at ' + format.price(found.level) : '')) : null,
    found.conditions && found.conditions.length > 0 ? el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Conditions' }, el('table', { class: 'conditions' }, el('thead', {}, el('tr', {}, ['Condition', 'with values', 'left', 'right', 'holds'].map(name => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, found.conditions.map(condition => el('tr', {}, el('td', { class: 'text' }, el('code', {}, condition.raw)), el('td', { class: 'text' }, el('code', {}, condition.evaluated)),
        el('td', { class: 'number' }, before(condition.previous_lhs_value, condition, found) + side(condition.lhs_value, condition, found)), el('td', { class: 'number' }, before(condition.previous_rhs_value, condition, found) + side(condition.rhs_value, condition, found) + (condition.upper_value !== undefined ? ' to ' + side(condition.upper_value, condition, found) : '')), el('td', {}, condition.result === true ? '\u2713 true' : condition.result === false ? '\u2717 false' : NONE)))))) : null,
    found.max_re_entries !== undefined ? el('p', { class: 'under' }, 're-entry ' + format.number(found.re_entry_num) + ' of at most ' + format.number(found.max_re_entries)) : null,
    found.variables && Object.keys(found.variables).length > 0 ? [el('p', { class: 'under' }, 'remembered: ', Object.entries(found.variables).map(([name, value]) => el('code', {}, name + ' = ' + value + '  ')))] : null,
    fills('Opened', found.opened), fills('Closed', found.closed), waiting(found.resting),
    found.skip_reason ? el('p', { class: 'under' }, 'not done: ' + reason(found.skip_reason)) : null,
    (found.skipped || []).map(one => el('p', { class: 'under' }, 'not entered: ', el('span', { class: 'name' }, one.position_id), ', ' + reason(one.reason))),
    (found.cancelled || []).map(one => el('p', { class: 'under' }, 'cancelled: ' + format.number(one.quantity) + ' ', el('span', { class: 'name' }, one.symbol))),
    found.protections && found.protections.length > 0 ? el('p', { class: 'under' }, 'protections: ' + found.protections.map(one => one.protection.replace(/_/g, ' ') + ' at ' + format.price(one.level)).join(', ')) : null);
  const waiting = list => list && list.length > 0 ? [el('h3', {}, 'Waiting orders'), el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Waiting orders' }, el('table', {}, el('thead', {}, el('tr', {}, ['Symbol', 'Side', 'Quantity', 'Order', 'Limit', 'Stop'].map(name => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, list.map(order => el('tr', {}, el('td', {}, order.symbol), el('td', {}, order.side), el('td', { class: 'number' }, format.number(order.quantity)), el('td', {}, order.order_type.replace('_', '-')),
      el('td', { class: 'number' }, format.price(order.limit_price)), el('td', { class: 'number' }, format.price(order.stop_price)))))))] : null;
  /** What happened to the shares of a round trip: fills, dividends and splits, and orders that were not carried out. */
  const moved = one => {
    const line = (...parts) => el('p', {}, ...parts);
    const signal = one.signal_time ? el('p', { class: 'under' }, 'signal of ' + format.time(one.signal_time)) : null;
    if (one.event_type === 'fill') {
      return [line((one.side === 'BUY' ? 'bought ' : 'sold ') + format.number(one.quantity) + ' at ' + format.price(one.price) + ': ' + reason(one.reason)), signal,
        el('p', { class: 'under' }, 'the market\u2019s price ' + format.price(one.market_price) + ', slippage ' + format.money(one.slippage) + ', worth ' + format.money(one.value) + ', fees ' + format.money(one.fees) + ', held after it ' + format.number(one.position_after))];
    }
    if (one.event_type === 'skipped') {
      return [line('not ' + (one.side === 'BUY' ? 'bought' : 'sold') + ': ' + reason(one.reason)), signal,
        el('p', { class: 'under' }, (one.price ? 'at ' + format.price(one.price) + ', ' : '') + (one.wanted ? 'wanted ' + format.money(one.wanted) + ', ' : '') + 'available ' + format.money(one.available))];
    }
    return [line(one.event_type === 'split' ? one.new_shares + ' new shares for ' + one.old_shares + ' old ones: ' + format.number(one.quantity_before) + ' became ' + format.number(one.quantity_after) : format.number(one.quantity_before) + ' shares'),
      one.amount ? el('p', { class: 'under' }, 'cash ' + format.money(one.amount)) : null];
  };
  /** The price of what was traded, while it was held. */
  const drawn = trade => {
    const from = trade.entry_time.slice(0, 10), to = trade.exit_time.slice(0, 10);
    const lines = documents.prices.filter(line => line.symbol === trade.symbol && (line.date === ALL_DAYS || line.date >= from && line.date <= to)).map(unfolded);
    if (lines.length === 0) return null;
    const times = lines.flatMap(line => line.times), values = lines.flatMap(line => line.values);
    const begin = clock(trade.entry_time), end = clock(trade.exit_time);
    const near = times.map((time, place) => place).filter(place => (times[place + 1] ?? Infinity) >= begin && (times[place - 1] ?? -Infinity) <= end);
    const line = { symbol: trade.symbol, times: near.map(place => times[place]), values: near.map(place => values[place]) };
    if (line.times.length === 0) return null;
    const markers = [{ kind: trade.re_entry_num > 0 ? 're_entry' : 'entry', time: begin, price: trade.entry_price, side: trade.side, trade },
      { kind: /stop/.test(trade.exit_reason) ? 'stop' : 'exit', time: end, price: trade.exit_price, side: trade.side, trade }];
    return chart(trade.symbol + ' while it was held', 180, () => {
      const made = priceChart(line, lines[0].date === ALL_DAYS, markers, format, () => {});
      return { options: { ...made.options, scales: { x: { range: (plot, low, high) => { const from = Math.min(low, begin), to = Math.max(high, end), space = Math.max((to - from) * .02, 1); return [from - space, to + space]; } }, y: { range: (plot, low, high) => uPlot.rangeNum(Math.min(low, trade.entry_price, trade.exit_price), Math.max(high, trade.entry_price, trade.exit_price), 0.1, true) } } }, data: made.data };
    });
  };
  const bySymbol = new Map();
  if (simulation) {
    for (const one of documents['events.jsonl'] || []) {
      if (!bySymbol.has(one.symbol)) bySymbol.set(one.symbol, []);
      bySymbol.get(one.symbol).push(one);
    }
  }
  const open = trade => {
    shown = trade;
    earlierTrade.disabled = trade === trades[0];
    laterTrade.disabled = trade === trades[trades.length - 1];
    title.textContent = 'Why trade ' + trade.number + ': ' + trade.side + ' ' + format.number(trade.quantity) + ' ' + trade.symbol;
    const ids = [...new Set([...(trade.entry_flow_ids || []), ...(trade.exit_flow_ids || [])])];
    const found = ids.map(id => events.get(id)).filter(one => one);
    const from = Date.parse(trade.entry_time), to = Date.parse(trade.exit_time);
    const own = !explained(trade) ? [] : (bySymbol.get(trade.symbol) || []).filter(one => { const time = Date.parse(one.timestamp); return time >= from && time <= to; });
    const earlier = found.length > 0 && found[0].parent_event_id;
    body.replaceChildren(...[
      el('p', {}, 'Entered ' + format.time(trade.entry_time) + ' at ' + format.price(trade.entry_price) + ', left ' + format.time(trade.exit_time) + ' at ' + format.price(trade.exit_price) + ' (' + reason(trade.exit_reason) + '): ',
        el('strong', { class: tone(trade.pnl) }, format.money(trade.pnl)), ' after ' + format.money(trade.fees) + ' of fees.'),
      drawn(trade) ?? el('p', { class: 'under' }, 'The price of ' + trade.symbol + ' at that time is not in this page.'),
      earlier ? el('p', { class: 'under' }, 'The chain is longer: what came before stands in events.jsonl, from ', el('span', { class: 'name' }, found[0].parent_event_id), ' backwards.') : null,
      found.length > 0 ? el('ol', { class: 'chain' }, found.map(one => event(one, one.conditions && one.conditions.length > 0)))
        : own.length > 0 ? el('ol', { class: 'chain' }, own.map(one => el('li', { class: one.event_type === 'fill' ? 'key' : null, 'data-event': one.event_type },
          el('h3', {}, format.time(one.timestamp) + '  ', el('span', { class: 'under' }, one.event_type.replace(/_/g, ' '))), moved(one))))
        : empty(explained(trade) ? 'Nothing is told of what led to this trade.' : 'What led to this trade stands in events.jsonl beside this page: here is room for the newest trades only.')].filter(child => child !== null));
    body.scrollTop = 0;
    if (!element.open) element.showModal();
  };
  return { element, open };
};
