"""The little server shows the files of a site, with their types, and nothing outside of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from conftest import ROOT, Command

from pipeline.site.serve import ServeError, Server

FILES = {
    "index.html": "text/html; charset=utf-8",
    "讲话 一.xml": "application/xml; charset=utf-8",
    "a.md": "text/markdown; charset=utf-8",
    "a.json": "application/json; charset=utf-8",
    "a.jsonl": "application/jsonl; charset=utf-8",
    "a.js": "text/javascript; charset=utf-8",
    "a.CSS": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml; charset=utf-8",
    "site.webmanifest": "application/manifest+json; charset=utf-8",
    "a.parquet": "application/vnd.apache.parquet",
    "a.odd": "application/octet-stream",
    "LICENSE": "application/octet-stream",
}


MISSING = '<html><head><base href="https://hewan.example/archive/"></head>没有这一页</html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    for name in FILES:
        (folder / name).write_text(f"文 {name}", encoding="utf-8")
    (folder / "404.html").write_text(MISSING, encoding="utf-8")
    (folder / "deep" / "page.html").write_text("深", encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[Server]:
    with Server(site) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def _get(server: Server, path: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.putrequest(method, path)  # as it is: a client that tidies paths would hide what is tested
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def test_files_with_their_types(server: Server) -> None:
    from urllib.parse import quote

    for name, kind in FILES.items():
        response, body = _get(server, f"/{quote(name)}")
        assert (response.status, response.getheader("Content-Type"), body) == (200, kind, f"文 {name}")
    assert _get(server, "/")[1] == "文 index.html"
    assert _get(server, "/index.html?q=a#b")[1] == "文 index.html"


@pytest.mark.parametrize(
    "path",
    ["/none", "/deep/", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/deep/../../secret.txt",
     "/out.txt", "/%00", "//secret.txt", "/" + "a" * 4000, "/index.html/"],
)  # fmt: skip
def test_nothing_else(server: Server, path: str) -> None:
    response, body = _get(server, path)
    assert (response.status, body) == (404, '<html><head><base href="/"></head>没有这一页</html>')
    assert response.getheader("Content-Type") == "text/html; charset=utf-8"
    response, body = _get(server, path, "HEAD")
    assert (response.status, body) == (404, "")


def test_only_here_and_only_reading(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert _get(server, "/", "POST")[0].status == 501


def test_side_by_side(server: Server) -> None:
    slow = socket.create_connection(("127.0.0.1", server.server_port))  # asks nothing and stays
    assert _get(server, "/")[0].status == 200
    slow.close()


def test_folders_that_hold_no_site(tmp_path: Path, site: Path) -> None:
    with pytest.raises(ServeError, match="no such folder"):
        Server(tmp_path / "none")
    with pytest.raises(ServeError, match=r"no index\.html there; make a site with"):
        Server(tmp_path)
    with Server(site) as first, pytest.raises(ServeError, match=rf"port {first.server_port}: .*--port"):
        Server(site, first.server_port)


def test_the_command(command: Command, site: Path) -> None:
    missing = command("wengao", "serve", site / "none")
    assert missing.returncode == 2
    assert "no such folder" in missing.stderr
    program = "import sys; sys.argv[0] = 'wengao'; from pipeline.cli import main; main()"
    running = subprocess.Popen(
        [sys.executable, "-c", program, "serve", site],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert running.stdout is not None
    address, _, said = running.stdout.readline().partition(" ")
    assert said == f"shows {site}; Ctrl-C ends\n"
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    connection.request("GET", "/deep/page.html")
    assert connection.getresponse().read().decode() == "深"
    connection.close()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=10)
    assert (running.returncode, out, err) == (0, "", "")
