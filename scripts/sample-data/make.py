#!/usr/bin/env python3
"""Makes the sample market data, src/main/resources/samples/data, from the three made tapes beside this script.

usage: scripts/sample-data/make.py     (Python 3, standard library only; the same rows every time)

SAMPLE DATA: nothing in it is a market observation to rely on. See README.md beside the result.
"""
import csv
import datetime as dt
import gzip
import io
import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, '..', '..', 'src', 'main', 'resources', 'samples', 'data')
SEED = 20241029
DAY = dt.date(2024, 10, 29)
OPEN, CLOSE = 9 * 3600 + 15 * 60, 15 * 3600 + 30 * 60
EXPIRIES = [dt.date(2024, 10, 31), dt.date(2024, 11, 7)]
STRIKES = range(23900, 24751, 50)
RATE = 0.065
AT_THE_MONEY, SKEW, CURVE = 0.155, -0.09, 0.35   # volatility = a + s * k + c * k^2, k = ln(strike / forward)
SECONDS_PER_YEAR = 365 * 86400
MINUTE_MOVE, WICK = 160, 60                        # of the earlier candles, in steps of 5 paise
LONG_GAP, DISTANCE = 60, 3                        # where a tape is silent for so long, made ticks so far from its own

REFERENCE = os.path.join(HERE, '..', '..', 'src', 'main', 'resources', 'reference')
SHARES_FROM, SHARES_TO = dt.date(2022, 1, 3), dt.date(2024, 10, 28)
FIVE_MINUTES_FROM = dt.date(2024, 10, 14)
# symbol: first day, last day, first price, a year's drift, what moves it each day, how strong and long its swings are (days)
SHARES = {
    'ALDER': (SHARES_FROM, SHARES_TO, 2150.0, 0.22, 0.011, 0.0022, 130),
    'BIRCH': (SHARES_FROM, SHARES_TO, 640.0, 0.06, 0.009, 0.0012, 90),
    'CEDAR': (SHARES_FROM, SHARES_TO, 118.0, 0.00, 0.014, 0.0045, 60),
    'ELDER': (SHARES_FROM, dt.date(2024, 3, 28), 412.0, -0.30, 0.018, 0.0030, 75),
    'HAZEL': (dt.date(2023, 2, 1), SHARES_TO, 905.0, 0.12, 0.013, 0.0020, 110),
}
SPLITS = {('ALDER', dt.date(2023, 6, 15)): (5, 1), ('CEDAR', dt.date(2024, 2, 5)): (1, 2)}
DIVIDENDS = {
    ('BIRCH', dt.date(2022, 7, 21)): 14.5, ('BIRCH', dt.date(2023, 7, 20)): 16.0, ('BIRCH', dt.date(2024, 7, 18)): 17.25,
    ('HAZEL', dt.date(2024, 8, 1)): 6.0,
}

# --- helpers -----------------------------------------------------------------------------------------------------


def read(name):
    with gzip.open(os.path.join(HERE, name), 'rt', newline='') as file:
        return list(csv.DictReader(file))


def write(name, lines, compress=False):
    path = os.path.join(OUT, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = ('\n'.join(lines) + '\n').encode()
    if compress:
        packed = io.BytesIO()
        with gzip.GzipFile('', 'wb', 9, packed, mtime=0) as file:
            file.write(data)
        data = packed.getvalue()
    with open(path, 'wb') as file:
        file.write(data)


def second(timestamp):
    hour, minute, secs = timestamp[11:].split(':')
    return int(hour) * 3600 + int(minute) * 60 + int(secs)


def clock(sec):
    return '%02d:%02d:%02d' % (sec // 3600, sec // 60 % 60, sec % 60)


def whole(rng, low, high):
    """A whole number from low to high; only random() is the same in every Python."""
    return low + int(rng.random() * (high - low + 1))


def grid(price):
    """The price in paise on the 5 paise grid, at least 5."""
    return max(5, int(round(price * 20)) * 5)


def rupees(paise):
    return '%d.%02d' % divmod(paise, 100)


# --- options -----------------------------------------------------------------------------------------------------


def normal(x):
    return 0.5 * (1 + math.erf(x / math.sqrt(2)))


def fair(spot, strike, kind, expiry, sec):
    """Black-Scholes with a smile; the contract expires at the close of its last day."""
    years = ((expiry - DAY).days * 86400 + CLOSE - sec) / SECONDS_PER_YEAR
    forward = spot * math.exp(RATE * years)
    k = math.log(strike / forward)
    deviation = (AT_THE_MONEY + SKEW * k + CURVE * k * k) * math.sqrt(years)
    d1 = -k / deviation + deviation / 2
    call = math.exp(-RATE * years) * (forward * normal(d1) - strike * normal(d1 - deviation))
    return call if kind == 'CE' else call - math.exp(-RATE * years) * (forward - strike)


def contracts():
    for expiry in EXPIRIES:
        for strike in STRIKES:
            for kind in ('CE', 'PE'):
                yield 'NIFTY:%s:OPT:%d:%s' % (expiry, strike, kind), expiry, strike, kind


def made_ticks(symbol, expiry, strike, kind, spot, tape):
    """(second, paise) of one contract: all of the tape's, and made ones where the tape is silent for long."""
    rng = random.Random('%d %s' % (SEED, symbol))
    taken = sorted(tape)
    edges = [None] + taken + [None]
    silent = [(a, b) for a, b in zip(edges, edges[1:]) if a is None or b is None or b - a > LONG_GAP]
    ticks = dict(tape)
    noise, sec = 0.0, OPEN + whole(rng, 0, 9)
    while sec < CLOSE:
        noise = 0.9 * noise + 0.15 * (rng.random() - 0.5)
        price = fair(spot[sec], strike, kind, expiry, sec) * (1 + noise / 100) + 0.1 * (rng.random() - 0.5)
        for a, b in silent:
            if (a is None or sec >= a + DISTANCE) and (b is None or sec <= b - DISTANCE):
                # lean towards the tape where it ends and begins, so that the price does not jump
                for edge in (a, b):
                    if edge is not None:
                        apart = tape[edge] / 100 - fair(spot[edge], strike, kind, expiry, edge)
                        price += apart * math.exp(-abs(sec - edge) / 900) / (1 if a is None or b is None else 2)
                ticks[sec] = grid(price)
                break
        sec += whole(rng, 3, 15)
    interest = 75 * whole(rng, 2000, 40000)
    for sec in sorted(ticks):
        if rng.random() < 0.05:
            interest += 75 * whole(rng, -40, 60)
        yield sec, ticks[sec], 75 * int(1 / (0.02 + rng.random()) ** 0.8), interest


# --- candles -----------------------------------------------------------------------------------------------------


def earlier_minutes(kept):
    """Made one-minute candles before the kept ones, back to the open of the seventh session, in paise."""
    rng = random.Random('%d candles' % SEED)
    first = dt.datetime.fromisoformat(kept[0]['timestamp'])
    price = round(float(kept[0]['open']) * 100)
    rows = []
    days = [dt.date(2024, 10, day) for day in (25, 24, 23, 22, 21, 18)]
    for day in days:
        minute = dt.datetime.combine(day, dt.time(15, 29))
        while minute.time() >= dt.time(9, 15):
            if minute < first:
                close = price
                hour_effect = 1.8 if minute.time() < dt.time(9, 45) else 1.0
                change = rng.random() + rng.random() + rng.random() + rng.random() - 2
                price = close - 5 * round(MINUTE_MOVE * hour_effect * change)
                high = max(price, close) + 5 * whole(rng, 0, int(WICK * hour_effect))
                low = min(price, close) - 5 * whole(rng, 0, int(WICK * hour_effect))
                rows.append((minute, price, high, low, close))
            minute -= dt.timedelta(minutes=1)
        price -= 5 * whole(rng, -600, 600)   # the gap over night
    return rows[::-1]


def candles():
    kept = read('nifty_1m_warm_up.csv.gz')
    minutes = earlier_minutes(kept) + [
        (dt.datetime.fromisoformat(row['timestamp']),) + tuple(
            round(float(row[field]) * 100) for field in ('open', 'high', 'low', 'close')) for row in kept]
    for width in (1, 3, 5, 15):
        buckets = {}
        for start, open_, high, low, close in minutes:
            since = (start.hour * 60 + start.minute) - OPEN // 60
            label = dt.datetime.combine(start.date(), dt.time(9, 15)) + dt.timedelta(minutes=since // width * width)
            bucket = buckets.setdefault(label, [open_, high, low, close])
            bucket[1], bucket[2], bucket[3] = max(bucket[1], high), min(bucket[2], low), close
        write('candles/NIFTY/%dm.csv' % width, ['timestamp,open,high,low,close,volume'] + [
            ','.join([str(label)] + [rupees(price) for price in bucket] + ['0']) for label, bucket in buckets.items()])


# --- shares ------------------------------------------------------------------------------------------------------


def trading_days(first, last):
    """What the shipped tables know: weekdays without the holidays, and the special sessions."""
    def dates(name):
        with open(os.path.join(REFERENCE, name), newline='') as file:
            return {dt.date.fromisoformat(row['date']) for row in csv.DictReader(file) if row['market'] == 'INDIA'}
    holidays, special = dates('holidays.csv'), dates('special_sessions.csv')
    day = first
    while day <= last:
        if day in special or (day.weekday() < 5 and day not in holidays):
            yield day
        day += dt.timedelta(days=1)


def bell(rng):
    """About a normal number."""
    return (sum(rng.random() for _ in range(12)) - 6)


def share(symbol):
    """Daily candles in paise as they were traded: on the day of a split or dividend the price is less by it."""
    first, last, price, drift, noise, swing, length = SHARES[symbol]
    rng = random.Random('%d %s days' % (SEED, symbol))
    phase = rng.random()
    for number, day in enumerate(trading_days(first, last)):
        if (symbol, day) in SPLITS:
            new, old = SPLITS[symbol, day]
            price = price * old / new
        price -= DIVIDENDS.get((symbol, day), 0)
        mean = drift / 250 + swing * math.sin(2 * math.pi * (number / length + phase))
        open_ = price * (1 + 0.4 * noise * bell(rng))
        close = open_ * (1 + mean + noise * bell(rng))
        high = max(open_, close) * (1 + 0.5 * noise * rng.random())
        low = min(open_, close) * (1 - 0.5 * noise * rng.random())
        yield day, grid(open_), grid(high), grid(low), grid(close), 100 * int(400 / (0.05 + rng.random()))
        price = grid(close) / 100


def five_minutes(symbol, day, open_, high, low, close, volume):
    """A day's candles of five minutes, in paise, that come to its daily candle."""
    rng = random.Random('%d %s %s' % (SEED, symbol, day))
    count = (CLOSE - OPEN) // 300
    path = [0.0]
    for _ in range(count):
        path.append(path[-1] + bell(rng))
    # from the open to the close, and between: a bridge, its height cut to the day's
    bridge = [step - path[-1] * place / count for place, step in enumerate(path)]
    tall = max(max(abs(step) for step in bridge), 1e-9)
    room = 0.8 * (high - low) / 2
    points = []
    for place, step in enumerate(bridge):
        value = open_ + (close - open_) * place / count + step / tall * room
        points.append(max(low, min(high, 5 * round(value / 5))))
    points[0], points[-1] = open_, close
    highest, lowest = points.index(max(points[1:-1])), points.index(min(points[1:-1]))
    for place in range(count):
        a, b = points[place], points[place + 1]
        top = high if place == min(highest, count - 1) else max(a, b)
        bottom = low if place == min(lowest, count - 1) else min(a, b)
        start = OPEN + place * 300
        yield start, a, top, bottom, b, volume // count + (volume % count if place == 0 else 0)


def shares():
    header = 'timestamp,open,high,low,close,volume'
    for symbol in SHARES:
        rows = list(share(symbol))
        write('candles/%s/1d.csv' % symbol, [header] + [
            ','.join(['%s 00:00:00' % row[0]] + [rupees(price) for price in row[1:5]] + [str(row[5])]) for row in rows])
        if symbol in ('ALDER', 'BIRCH'):
            write('candles/%s/5m.csv' % symbol, [header] + [
                ','.join(['%s %s' % (row[0], clock(bar[0]))] + [rupees(price) for price in bar[1:5]] + [str(bar[5])])
                for row in rows if row[0] >= FIVE_MINUTES_FROM for bar in five_minutes(symbol, *row)])
    actions = ['%s,%s,SPLIT,%d:%d' % (key + ratio) for key, ratio in SPLITS.items()]
    actions += ['%s,%s,DIVIDEND,%s' % (key + (amount,)) for key, amount in DIVIDENDS.items()]
    write('corporate_actions.csv', ['symbol,ex_date,action,value'] + sorted(actions))


# --- the day -----------------------------------------------------------------------------------------------------


def main():
    rows = []                                  # (second, sequence, text behind the sequence)
    spot, used = {}, {}
    for row in read('nifty_ticks.csv.gz'):
        sec = second(row['timestamp'])
        rows.append((sec, int(row['sequence']), 'NIFTY,%s,0,0' % row['ltp']))
        spot[sec] = float(row['ltp'])
        used[sec] = max(used.get(sec, 0), int(row['sequence']) + 1)
    for sec in range(OPEN, CLOSE):
        spot.setdefault(sec, spot.get(sec - 1))
    tapes = {}
    for row in read('option_ticks.csv.gz'):
        tapes.setdefault(row['symbol'], {})[second(row['timestamp'])] = round(float(row['ltp']) * 100)
    options = []
    for place, (symbol, expiry, strike, kind) in enumerate(contracts()):
        for sec, paise, quantity, interest in made_ticks(
                symbol, expiry, strike, kind, spot, tapes.pop(symbol, {})):
            options.append((sec, place, '%s,%s,%d,%d' % (symbol, rupees(paise), quantity, interest)))
    assert not tapes, 'a tape of a contract that is not in the chain: %s' % sorted(tapes)
    for sec, _, text in sorted(options):
        rows.append((sec, used.get(sec, 0), text))
        used[sec] = used.get(sec, 0) + 1
    write('ticks/%s.csv.gz' % DAY, ['timestamp,sequence,symbol,ltp,ltq,oi'] + [
        '%s %s,%d,%s' % (DAY, clock(sec), sequence, text) for sec, sequence, text in sorted(rows)], compress=True)
    write('instruments.csv', [
        'symbol,kind,exchange,underlying,expiry,strike,option_type,lot_size,tick_size,price_scale,delisted',
        'NIFTY,INDEX,NSE,,,,,,0.05,2,'] + [
        '%s,STOCK,NSE,,,,,,0.05,2,%s' % (symbol, '' if row[1] == SHARES_TO else row[1])
        for symbol, row in SHARES.items()] + [
        '%s,OPTION,NFO,NIFTY,%s,%d,%s,,0.05,2,' % contract for contract in contracts()])
    candles()
    shares()
    names = sorted(os.path.relpath(os.path.join(folder, name), OUT)
                   for folder, _, files in os.walk(OUT) for name in files if name != 'files.txt')
    write('files.txt', names)


if __name__ == '__main__':
    main()
