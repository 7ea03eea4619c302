"""corogql beside the GraphQL clients of other languages, and beside what one writes by hand: see docs/peers.md, into which
this writes the figures. All connect to the same server, and take turns, so that a busy machine hurts them all alike."""

import argparse
import pathlib
import re
import sys
import time

from builds import Builds
from contestants import COLUMNS, contestants
from figures import Contest, Memory
from page import write_page
from plot import draw
from turn import Failed, idle_memory, take_turn

IDLE = 10_000  # subscriptions of one websocket
LONGEST = 100  # seconds: no round of a contest begins later


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path, help="the folder of the build, which Meson has set up")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--contests", default="", help="those whose title this pattern is found in, or memory; writes no page")
    parser.add_argument("--only", default="", help="contestants whose name this pattern is found in; writes no page")
    return parser.parse_args()


def contest(server, column, taking_part, rounds):
    results = {each.name: [] for each in taking_part}
    end = time.monotonic() + LONGEST
    for number in range(rounds):
        if number != 0 and time.monotonic() > end:
            print(f"{column.title}: {number} rounds alone, as the machine is slow")
            break
        for each in taking_part:
            try:
                results[each.name].append(take_turn(server, each, column))
            except Failed as failure:
                sys.exit(f"{column.title}: {each.name} {failure}")
    return Contest(column, results)


def memory(server, taking_part):
    found = {}
    for each in taking_part:
        one, many = idle_memory(server, each, 1), idle_memory(server, each, 1 + IDLE)
        found[each.name] = (one / 1024, (many - one) * 1024 / IDLE)
    return Memory(IDLE, found)


def main():
    asked = arguments()
    build = asked.build.resolve()
    server = build / "bench/peers/corogql-load-server"
    builds = Builds(build)
    if not builds.has("load_server"):
        sys.exit("no server, no contest")
    everybody = [each for each in contestants(build) if re.search(asked.only, each.name) and builds.has(each.build)]
    tables = []
    for column in COLUMNS:
        taking_part = [each for each in everybody if each.takes_part(column)]
        if taking_part and re.search(asked.contests, column.title):
            tables.append(contest(server, column, taking_part, asked.rounds))
            tables[-1].show()
    if re.search(asked.contests, "memory"):
        tables.append(memory(server, [each for each in everybody if each.push and not each.merges]))
        tables[-1].show()
    if not asked.only and not asked.contests:
        draw([each for each in tables if isinstance(each, Contest)])
        write_page(tables)


main()
