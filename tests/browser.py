"""Has Chromium save a page as MHTML, over the pipe of its own remote protocol."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any


def snapshot(chromium: str, page: Path, profile: Path) -> bytes:
    """What Chromium saves of a page.

    Args:
        chromium: the program.
        page: the HTML file.
        profile: a new folder for the browser's own files.
    """
    there, to_browser = os.pipe()
    from_browser, back = os.pipe()
    # The protocol uses the file numbers 3 and 4.
    command = f'exec "$0" "$@" 3<&{there} 4>&{back}'
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-pipe",
        f"--user-data-dir={profile}",
    ]
    browser = subprocess.Popen(
        ["bash", "-c", command, chromium, *options, "about:blank"],
        pass_fds=(there, back),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(there)
    os.close(back)
    try:
        with open(to_browser, "wb", buffering=0) as ask, open(from_browser, "rb") as answers:  # noqa: PTH123
            return _Session(ask, answers).save(page.as_uri())
    finally:
        browser.kill()
        browser.wait()


class _Session:
    def __init__(self, ask: Any, answers: Any) -> None:
        self._ask, self._answers = ask, answers
        self._number = 0
        self._rest = b""

    def save(self, address: str) -> bytes:
        target = self._call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        self._call("Page.enable", {}, session)
        self._call("Page.navigate", {"url": address}, session)
        while self._message().get("method") != "Page.loadEventFired":
            pass
        data: str = self._call("Page.captureSnapshot", {"format": "mhtml"}, session)["data"]
        return data.encode()

    def _call(self, method: str, params: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self._ask.write(json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            pass
        result: dict[str, Any] = answer["result"]
        return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._answers.fileno(), 1 << 16)
            assert more, "the browser went away"
            self._rest += more
        one, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message
