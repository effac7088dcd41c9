"""One Python framework as a peer of scripts/bench peers: backtrader, backtesting or vectorbt, imported from where its sources are.

    peer.py NAME FOLDER BARS TRADES

Buys one share when the average of 10 closes crosses above that of 30, sells it when it crosses below; both at the close of the bar that
shows it. Writes the closed trades of a first run to TRADES, one a line: entry bar, exit bar, entry price, exit price. Then runs once
for every line on standard input, and answers with the seconds of CPU time the process took.
"""

import importlib.abc
import importlib.machinery
import sys
import time
import types
import warnings

FAST = 10
SLOW = 30
CASH = 1e12


class NotInstalled(types.ModuleType):
    """Stands for a module that draws, schedules or downloads: what is run here calls none of them."""

    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return NotInstalled(self.__name__ + "." + name)

    def __call__(self, *args, **options):
        return self

    def __mro_entries__(self, bases):
        return (object,)

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())


class UnusedModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: only what no one else finds, of a list."""

    NAMES = {"bokeh", "tqdm", "schedule", "imageio", "sklearn", "scipy", "dateparser", "dill", "mypy_extensions", "typing_extensions"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return NotInstalled(spec.name)

    def exec_module(self, module):
        pass


def backtrader_peer(bars):
    import backtrader as bt

    class Cross(bt.Strategy):
        def __init__(self):
            self.fast = bt.indicators.SMA(self.data.close, period=FAST)
            self.slow = bt.indicators.SMA(self.data.close, period=SLOW)
            self.bought = None
            self.trades = []

        def next(self):
            above = self.fast[0] > self.slow[0] and self.fast[-1] <= self.slow[-1]
            below = self.fast[0] < self.slow[0] and self.fast[-1] >= self.slow[-1]
            if not self.position:
                if above:
                    self.buy(size=1).addinfo(bar=len(self) - 1)
            elif below:
                self.sell(size=1).addinfo(bar=len(self) - 1)

        def notify_order(self, order):
            if order.status != order.Completed:
                return
            if order.executed.dt != order.created.dt:
                raise RuntimeError("an order was not filled on its own bar")
            if order.isbuy():
                self.bought = order
            else:
                entry = self.bought
                self.trades.append((entry.info["bar"], order.info["bar"], entry.executed.price, order.executed.price))

    def run():
        cerebro = bt.Cerebro(stdstats=False)
        cerebro.broker.setcash(CASH)
        cerebro.broker.set_coc(True)
        cerebro.adddata(bt.feeds.PandasData(dataname=bars))
        cerebro.addstrategy(Cross)
        return cerebro.run()[0].trades

    return run, bt.__version__


def backtesting_peer(bars):
    # Its bar of progress is optional.
    sys.modules["tqdm"] = None
    import pandas
    from backtesting import Backtest, Strategy
    import backtesting

    named = bars.rename(columns=str.capitalize)

    def average(values, count):
        return pandas.Series(values).rolling(count).mean()

    class Cross(Strategy):
        def init(self):
            self.fast = self.I(average, self.data.Close, FAST)
            self.slow = self.I(average, self.data.Close, SLOW)

        def next(self):
            fast, slow = self.fast, self.slow
            if not self.position:
                if fast[-1] > slow[-1] and fast[-2] <= slow[-2]:
                    self.buy(size=1)
            elif fast[-1] < slow[-1] and fast[-2] >= slow[-2]:
                self.position.close()

    def run():
        trades = Backtest(named, Cross, cash=CASH, trade_on_close=True).run()["_trades"]
        return list(zip(trades["EntryBar"], trades["ExitBar"], trades["EntryPrice"], trades["ExitPrice"]))

    return run, getattr(backtesting, "__version__", "")


def vectorbt_peer(bars):
    import vectorbt as vbt

    close = bars["close"]

    def run():
        fast = vbt.MA.run(close, FAST)
        slow = vbt.MA.run(close, SLOW)
        portfolio = vbt.Portfolio.from_signals(
            close, fast.ma_crossed_above(slow), fast.ma_crossed_below(slow), size=1, init_cash=CASH, freq="1min"
        )
        records = portfolio.trades.records
        closed = records[records["status"] == 1]
        return list(zip(closed["entry_idx"], closed["exit_idx"], closed["entry_price"], closed["exit_price"]))

    return run, vbt.__version__


PEERS = {"backtrader": backtrader_peer, "backtesting": backtesting_peer, "vectorbt": vectorbt_peer}


def main():
    name, folder, bars_file, trades_file = sys.argv[1:]
    warnings.simplefilter("ignore")
    sys.path.insert(0, folder)
    sys.meta_path.append(UnusedModules())
    import pandas

    bars = pandas.read_csv(bars_file)
    bars.index = pandas.to_datetime(bars.pop("time"), unit="s")
    # The frameworks may say what they like; what is answered stands alone on standard output.
    answers, sys.stdout = sys.stdout, sys.stderr
    run, version = PEERS[name](bars)
    with open(trades_file, "w", encoding="utf-8") as trades:
        for entry, leave, bought, sold in run():
            trades.write("%d %d %.6f %.6f\n" % (entry, leave, bought, sold))
    print("ready", name, version, file=answers, flush=True)
    for _ in sys.stdin:
        begun = time.process_time()
        run()
        print(time.process_time() - begun, file=answers, flush=True)


if __name__ == "__main__":
    main()
