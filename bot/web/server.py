"""Serves the pages while the bot runs."""

from __future__ import annotations

import errno
import socket

from aiohttp import web

from bot.web.health import health_of
from bot.web.metrics import CONTENT_TYPE, exposition
from bot.web.watched import Watched

INDEX = "Maillage. /healthz tells whether the bot works, /metrics gives figures for Prometheus.\n"


class WebServer:
    """The pages of one bot, at one address."""

    def __init__(self, host: str, port: int, watched: Watched) -> None:
        self._host = host
        self._port = port
        self._watched = watched
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. OSError, as it is, where the address can't be had."""
        app = web.Application()
        app.router.add_get("/", self._index)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner

    async def stop(self) -> None:
        """Let the port go. What was never started is left as it is."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _index(self, _request: web.Request) -> web.Response:
        return web.Response(text=INDEX)

    async def _healthz(self, _request: web.Request) -> web.Response:
        good, report = await health_of(self._watched)
        return web.json_response(report, status=200 if good else 503, headers={"Cache-Control": "no-store"})

    async def _metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=await exposition(self._watched), headers={"Content-Type": CONTENT_TYPE})


def why_not(error: OSError) -> str:
    """Tell why an address can't be had, to go on after "because"."""
    if isinstance(error, socket.gaierror):
        return "there is no machine of that name"
    reasons = {
        errno.EADDRINUSE: "another program has that port",
        errno.EADDRNOTAVAIL: "that is not an address of this machine",
        errno.EACCES: "only the system may use that port: those from 1024 on are free to all",
    }
    return reasons.get(error.errno or 0, str(error))
