"""The application on the one port: `/events` beside Django."""

from __future__ import annotations

import os
from importlib import import_module

from django.core.handlers.wsgi import WSGIHandler

from wellkept.server import guard
from wellkept.server.bridge import Bridge, Receive, Scope, Send, say
from wellkept.server.hub import Hub
from wellkept.server.live import Live


class Application:
    """The ASGI application. Set up Django before making it."""

    def __init__(self) -> None:
        from django.conf import settings

        # A page that cannot be loaded should be known now, not by the first person who asks for one.
        import_module(settings.ROOT_URLCONF)
        self.hub = Hub()
        self.live = Live(self.hub)
        self.pages = Bridge(
            WSGIHandler(),
            threads=int(os.environ.get("WELLKEPT_THREADS") or 8),
            upload_limit=settings.UPLOAD_LIMIT,
            proxies=settings.PROXIES,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live_and_die(receive, send)
        elif scope["type"] == "http" and not guard.is_served(scope["headers"]):
            await say(send, 400, guard.WRONG_NAME)
        elif scope["type"] == "http":
            answer = self.live if scope["path"] == "/events" else self.pages
            await answer(scope, receive, send)

    async def _live_and_die(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self.hub.stop()
                self.live.close()
                self.pages.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
