"""Firefox without a window, driven over WebDriver BiDi, which it speaks by itself: geckodriver is not needed."""

from __future__ import annotations

import base64
import itertools
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import websocket  # comes with selenium

BROWSERS = ("firefox", "firefox-esr")
WHERE = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 60  # seconds for the browser to start and for one command
QUIET = {
    "app.update.enabled": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.sandbox.content.level": 0,  # root has no sandbox in a container
}


def installed() -> str | None:
    """The path of Firefox, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Firefox:
    """One tab; ``events`` holds what the browser told unasked: log entries and requests."""

    def __init__(self, binary: str, profile: Path):
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [binary, "--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", str(profile)]
        self.said = profile / "said.txt"
        with self.said.open("wb") as file:
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=file)
        try:
            self.events: list[dict[str, Any]] = []
            self.numbers = itertools.count(1)
            self.socket = websocket.create_connection(f"{self._address()}/session", PATIENCE, suppress_origin=True)
            self.command("session.new", capabilities={})
            self.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            self.tab = self.command("browsingContext.getTree")["contexts"][0]["context"]
        except BaseException:
            self.process.kill()
            raise

    def _address(self) -> str:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            found = WHERE.search(self.said.read_text(encoding="utf-8", errors="replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise RuntimeError(f"Firefox did not start: {self.said.read_text(encoding='utf-8', errors='replace')[-500:]}")

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one command; events that come before it are kept."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") != number:
                self.events.append(message)
            elif message["type"] == "error":
                raise RuntimeError(f"{method}: {message['message']}")
            else:
                return message["result"]

    def get(self, address: str) -> None:
        self.command("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def size(self, width: int, height: int) -> None:
        self.command("browsingContext.setViewport", context=self.tab, viewport={"width": width, "height": height})

    def run(self, script: str) -> Any:
        """What the body of a function returns, as JSON; a promise is waited for."""
        found = self.command(
            "script.callFunction",
            functionDeclaration=f"async () => JSON.stringify((await (async () => {{ {script} }})()) ?? null)",
            target={"context": self.tab},
            awaitPromise=True,
        )
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def press(self, *keys: str) -> None:
        """Press and release keys, one after the other; ``\\ue004`` is Tab."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.command(
            "input.performActions", context=self.tab, actions=[{"type": "key", "id": "keys", "actions": actions}]
        )

    def printed(self) -> bytes:
        """The page as a PDF, A4."""
        page = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self.command("browsingContext.print", context=self.tab, page=page)["data"])

    def picture(self) -> bytes:
        return base64.b64decode(self.command("browsingContext.captureScreenshot", context=self.tab)["data"])

    def quit(self) -> None:
        try:
            self.command("browser.close")
            self.socket.close()
            self.process.wait(10)
        except (OSError, RuntimeError, websocket.WebSocketException, subprocess.TimeoutExpired):
            self.process.kill()
        self.process.wait(10)
