"""Measures a site with Lighthouse: ``lighthouse.py SITE [PAGE...]``, by default its home page and a text.

The site is served by ``wengao serve``. Printed are the four scores of each page in both forms, phone and desktop, and
the audits that cost points. Needs ``npm install --prefix .venv/node lighthouse`` and Chromium; takes about 20 s a page.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.site.serve import Server

_PROGRAM = Path(sys.prefix) / "node" / "node_modules" / ".bin" / "lighthouse"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_LEAST = 95


def measure(address: str, form: str) -> dict[str, Any]:
    """The report of Lighthouse on a page."""
    flags = "--headless --no-sandbox --disable-gpu"
    options = ["--quiet", "--output=json", "--output-path=stdout", f"--chrome-flags={flags}"]
    options += ["--preset=desktop"] if form == "desktop" else []
    options += [f"--only-categories={','.join(_CATEGORIES)}"]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    done = subprocess.run(
        [_PROGRAM, address, *options],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; 1 where one is below 95."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="*", metavar="page")
    given = parser.parse_args(arguments)
    texts = (path for path in sorted((given.site / "texts").rglob("*.html")) if path.stem.count(".") == 0)
    pages = given.pages or ["index.html", next(texts).relative_to(given.site).as_posix()]
    low = False
    with Server(given.site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in pages:
            for form in ("phone", "desktop"):
                report = measure(server.address + quote(page), form)
                scores = {name: round(100 * report["categories"][name]["score"]) for name in _CATEGORIES}
                low |= min(scores.values()) < _LEAST
                print(f"{page} {form}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
                for audit in report["audits"].values():
                    if audit["score"] is not None and audit["score"] < 0.9:
                        print(f"  {audit['id']}: {audit.get('displayValue', '')} {audit['title']}")
        server.shutdown()
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
