"""What was measured, as tables: for people at a terminal, and for the page."""

import statistics

from contestants import BY_HAND, OURS


def shown(value):
    """With three digits or more."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Table:
    """Rows of cells, the first of which is a name; their classes say title, head and rows."""

    def show(self):
        print(f"\n{self.title}")
        for name, *cells in [self.head, *self.rows()]:
            columns = zip(cells, self.head[1:])
            print(f"  {name:<34}" + "".join(f"{cell:>{max(12, len(head) + 2)}}" for cell, head in columns), flush=True)

    def markdown(self):
        lines = [self.head, ["---", *["---:"] * (len(self.head) - 1)], *self.rows()]
        return f"## {self.title}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


class Contest(Table):
    """The results of one column, round by round. Figures are medians, ratios the medians of those within a round."""

    head = ["", "per second", "to ours", "to Rust", "CPU µs each", "to ours", "to Rust", "allocations", "peak MiB"]

    def __init__(self, column, results):
        self.column, self.results = column, results
        self.title = column.title[0].upper() + column.title[1:]

    def rounds(self):
        return min(map(len, self.results.values()))

    def median(self, name, figure):
        return statistics.median(getattr(each, figure) for each in self.results[name])

    def ratio(self, name, baseline, figure):
        """None without the baseline."""
        if baseline not in self.results:
            return None
        pairs = zip(self.results[name], self.results[baseline])
        return statistics.median(getattr(one, figure) / getattr(other, figure) for one, other in pairs)

    def rows(self):
        for name in self.results:
            cells = [name]
            for figure in ("per_second", "cpu_us"):
                cells += [self.median(name, figure), self.ratio(name, OURS, figure),
                          self.ratio(name, BY_HAND[self.column.push], figure)]
            cells += [self.median(name, "allocations") or None, self.median(name, "peak_mib")]
            yield [cells[0], *map(shown, cells[1:])]


class Memory(Table):
    head = ["", "MiB with one subscription", "bytes for each idle one more"]

    def __init__(self, count, found):
        self.found = found
        self.title = f"Memory, {count:,} idle subscriptions on one websocket"

    def rows(self):
        for name, (one, each) in self.found.items():
            yield [name, shown(one), f"{each:,.0f}"]
