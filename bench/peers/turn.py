"""One turn of one contestant: a server and a client, each a process of its own on a processor of its own."""

import ctypes
import dataclasses
import os
import select
import signal
import subprocess
import time

LONGEST = 60  # seconds that one turn may take
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class Failed(Exception):
    pass


@dataclasses.dataclass
class Result:
    per_second: float
    cpu_us: float
    allocations: float  # of ours alone
    peak_mib: float


def bound_server():
    """Nobody outlives the runner, however that ends: a client would knock for ever."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def bound_client():
    bound_server()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def line_of(process):
    ready, _, _ = select.select([process.stdout], [], [], LONGEST)
    line = process.stdout.readline() if ready else b""
    if not line:
        raise Failed("said nothing" if ready else f"took more than {LONGEST} s")
    return line.split()


def memory_kib(process, field):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field))


class Turn:
    """The server, from the beginning of a `with` to its end; the client is ended with it."""

    def __init__(self, server, contestant, what):
        self.contestant = contestant
        self.server = subprocess.Popen([server, *map(str, what)], stdout=subprocess.PIPE, preexec_fn=bound_server)
        self.client = None

    def __enter__(self):
        self.port, self.sum = map(int, line_of(self.server))
        return self

    def __exit__(self, *_):
        for process in filter(None, (self.client, self.server)):
            process.kill()
            process.communicate()

    def start(self, *arguments):
        command = [*self.contestant.command, *arguments, *self.contestant.style]
        self.client = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       preexec_fn=bound_client)

    def result(self, count, wanted_sum):
        said = line_of(self.client)
        peak = memory_kib(self.client, "VmHWM")  # the process waits for its input's end
        messages, seconds, cpu, total = int(said[0]), float(said[1]), float(said[2]), int(said[3])
        if messages != count:
            raise Failed(f"got {messages} instead of {count}")
        if total != wanted_sum and not self.contestant.raw:
            raise Failed(f"added up {total} instead of {wanted_sum}")
        allocations = float(said[4]) / count if len(said) > 4 else 0
        return Result(count / seconds, cpu / count * 1e6, allocations, peak / 1024)


def take_turn(server, contestant, column):
    # The streams get equally many messages, and so do the requests in flight.
    step = max(column.streams, column.in_flight)
    count = int(column.count * contestant.share) // step * step
    if column.push:
        with Turn(server, contestant, ("push", count, column.size, column.streams)) as turn:
            turn.start("push", turn.port, column.streams)
            return turn.result(count, turn.sum)
    with Turn(server, contestant, ("http",)) as turn:
        turn.start("http", turn.port, count, column.in_flight)
        return turn.result(count, turn.sum * count)


def idle_memory(server, contestant, streams):
    """The KiB that the process keeps in memory while nothing comes."""
    with Turn(server, contestant, ("push", 0, 150, streams)) as turn:
        turn.start("push", turn.port, streams)
        line_of(turn.server)  # all have subscribed
        time.sleep(0.5)  # buffers are given back, and garbage is collected
        return memory_kib(turn.client, "VmRSS")
