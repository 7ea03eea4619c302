"""corogql beside the GraphQL clients of other languages, and beside what one writes by hand: see docs/peers.md, which this
writes. All connect to the same server, and take turns, so that a busy machine hurts them all alike."""

import argparse
import pathlib
import statistics
import sys

from builds import Builds
from contestants import BY_HAND, COLUMNS, OURS, contestants
from turn import Failed, take_turn


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path, help="the folder of the build, which Meson has set up")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="contestants and columns with this text in their name; writes no page")
    return parser.parse_args()


def contest(server, column, taking_part, rounds):
    """The results of each, round by round."""
    results = {each.name: [] for each in taking_part}
    for _ in range(rounds):
        for each in taking_part:
            try:
                results[each.name].append(take_turn(server, each, column))
            except Failed as failure:
                sys.exit(f"{column.title}: {each.name} {failure}")
    return results


def median(results, name, figure):
    return statistics.median(getattr(each, figure) for each in results[name])


def ratio(results, name, baseline, figure="per_second"):
    """The median of the ratios within a round; None without a baseline."""
    if baseline not in results:
        return None
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in zip(results[name], results[baseline]))


def show(column, results):
    print(f"\n{column.title:<40}{'per second':>12}{'CPU us':>10}{'to ours':>9}{'to Rust':>9}{'allocations':>13}{'peak MiB':>10}")
    for name in results:
        ratios = [ratio(results, name, baseline) for baseline in (OURS, BY_HAND[column.push])]
        shown = "".join(f"{each:>9.2f}" if each else f"{'':>9}" for each in ratios)
        print(f"  {name:<38}{median(results, name, 'per_second'):>12.0f}{median(results, name, 'cpu_us'):>10.3f}{shown}"
              f"{median(results, name, 'allocations') or '':>13.4}{median(results, name, 'peak_mib'):>10.1f}", flush=True)


def main():
    asked = arguments()
    build = asked.build.resolve()
    builds = Builds(build)
    if not builds.has("load_server"):
        sys.exit("no server, no contest")
    everybody = [each for each in contestants(build) if builds.has(each.build)]
    for column in COLUMNS:
        taking_part = [each for each in everybody if (each.push if column.push else each.http)]
        if asked.only not in column.title:
            taking_part = [each for each in taking_part if asked.only in each.name]
        if taking_part:
            show(column, contest(build / "bench/peers/corogql-load-server", column, taking_part, asked.rounds))


main()
