"""What the servers in Python share: uvicorn on a port of 127.0.0.1 until standard input ends, and cuts."""

import asyncio
import os
import sys
import threading

import uvicorn
from starlette.responses import Response

PATH = "/graphql"
VALUES = {}

_running = None


def serve(application):
    """At PATH. Its address is the first line of stdout; an argument is the port, else any."""
    global _running
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    _running = uvicorn.Server(uvicorn.Config(_at_path(application), host="127.0.0.1", port=port, log_level="warning"))
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    asyncio.run(_run())


def drop_connections():
    """Every websocket and every stream that has begun, without a goodbye; the request that asks for it has no answer yet."""
    dropped = 0
    for connection in list(_running.server_state.connections):
        cycle = getattr(connection, "cycle", None)
        if hasattr(connection, "cycle") and not (cycle and cycle.response_started and not cycle.response_complete):
            continue
        connection.transport.abort()
        dropped += 1
    return dropped


async def pause(milliseconds):
    await asyncio.sleep((milliseconds or 0) / 1000)


async def _run():
    serving = asyncio.create_task(_running.serve())
    while not _running.started:
        await asyncio.sleep(0.01)
    port = _running.servers[0].sockets[0].getsockname()[1]
    print(f"http://127.0.0.1:{port}{PATH}", flush=True)
    await serving


def _at_path(application):
    async def run(scope, receive, send):
        found = scope["type"] == "lifespan" or scope["path"] == PATH
        await (application if found else Response(status_code=404))(scope, receive, send)

    return run


def _end_with_stdin():
    sys.stdin.read()
    os._exit(0)
