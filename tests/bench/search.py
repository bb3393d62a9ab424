"""Measures the site's search over resampled texts: ``search.py FOLDER... [-n TEXTS] [-q QUERIES]``, by default 2000 and 60.

Texts of 3,200 characters are drawn from the paragraphs of the plain texts in the folders. Printed are the time to
write the index, and to write it again after one text has changed; its size as part of the text's; and in Chromium,
with a new page over file:// for each query, the time to the first twenty hits, from opening search.html?q=… and from
Enter on the open page, and the bytes loaded.
Queries are substrings of 2 to 8 characters, every second one in the other script.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from search_pages import loaded, paragraphs, resampled, write  # noqa: E402

from pipeline import script  # noqa: E402
from pipeline.site import search  # noqa: E402
from pipeline.site.model import Text  # noqa: E402

SIZE = 3200
WATCH = """new MutationObserver(() => {
  if (document.querySelector("#search-results > li") && !performance.getEntriesByName("shown").length) performance.mark("shown");
}).observe(document, { childList: true, subtree: true })"""
TWENTY = """query => new Promise((done) => {
  const status = document.getElementById("search-status"), began = performance.now();
  const look = () => /^\\d/.test(status.textContent) && done([performance.now() - began, parseInt(status.textContent)]);
  new MutationObserver(look).observe(status, { childList: true });
  document.getElementById("search-q").value = query;
  document.getElementById("search").requestSubmit();
})"""


def written(texts: Sequence[Text]) -> dict[str, bytes]:
    began, worked = time.perf_counter(), time.process_time()
    files = dict(search.build(texts))
    took, work = time.perf_counter() - began, time.process_time() - worked
    raw = sum(len(each.text.encode()) for text in texts for each in text.paragraphs)
    print(
        f"{len(texts)} texts, {raw / 1e6:.1f} MB; index written in {took:.1f} s ({work:.1f} s of processor), {len(files)} files"
    )
    for name, letter in (("texts in blocks", "b"), ("postings", "p"), ("descriptions", "t")):
        some = [
            data
            for path, data in files.items()
            if path.count("/") == 2 and path.rsplit("/", 1)[1][0] == letter
        ]
        zipped = max((len(gzip.compress(data)) for data in some), default=0)
        size = sum(map(len, some))
        print(
            f"  {name:16} {size / 1e6:6.2f} MB  {size / raw:.2f} of the text; largest {zipped / 1e3:.1f} kB gz"
        )
    return files


def again(texts: list[Text], files: dict[str, bytes]) -> None:
    known = {segment.digest for segment in search.plan(texts).segments}
    one = len(texts) // 2
    texts[one] = replace(texts[one], paragraphs=texts[one].paragraphs[:-1])
    began, worked = time.perf_counter(), time.process_time()
    changed = [segment for segment in search.plan(texts).segments if segment.digest not in known]
    new = {path: data for segment in changed for path, data in segment.files()}
    took, work = time.perf_counter() - began, time.process_time() - worked
    other = sum(files.get(path) != data for path, data in new.items())
    print(f"one text changed: {took:.1f} s ({work:.1f} s of processor), {other} files")


def asked(texts: Sequence[Text], page: Path, count: int) -> None:
    from playwright.sync_api import sync_playwright

    rng = random.Random(2)
    opened, typed, sizes, zipped, hits = [], [], [], [], []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for number in range(count):
            query = drawn(rng, texts, number % 2 == 1)
            tab = browser.new_page()
            tab.add_init_script(WATCH)
            with loaded(tab) as load:
                tab.goto(f"{page.as_uri()}?q={quote(query)}", wait_until="commit")
                tab.wait_for_selector("#search-results > li")
                took = tab.evaluate("performance.getEntriesByName('shown')[0].startTime")
                opened.append(took)
                sizes.append(sum(size for size, _ in load))
                zipped.append(sum(size for _, size in load))
            tab.close()
            tab = browser.new_page()
            tab.goto(page.as_uri())
            tab.wait_for_timeout(500)
            took, found = tab.evaluate(TWENTY, query)
            typed.append(took)
            hits.append(found)
            tab.close()
        browser.close()
    print(f"{count} queries, {median(hits):.0f} texts found (median), at most {max(hits)}")
    for name, times in (("opening the page with it", opened), ("Enter on the open page", typed)):
        print(
            f"  {name}: median {median(times):.0f} ms, nine of ten within {quantiles(times, n=10)[8]:.0f} ms"
        )
    for name, loads in (("loaded", sizes), ("compressed", zipped)):
        print(f"  {name}: median {median(loads) / 1e3:.0f} kB, at most {max(loads) / 1e3:.0f} kB")


def drawn(rng: random.Random, texts: Sequence[Text], other: bool) -> str:
    """A substring of 2 to 8 letters of a text, in the other script if wanted."""
    query = ""
    while len(search.letters(query)) < 2:
        said = rng.choice(rng.choice(texts).paragraphs).text
        length = rng.randint(2, 8)
        at = rng.randrange(max(1, len(said) - length))
        query = said[at : at + length]
    return script.convert(query, "t2s" if script.detect(query) == "Hant" else "s2t") if other else query


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="+", type=Path)
    options.add_argument("-n", type=int, default=2000)
    options.add_argument("-q", type=int, default=60)
    given = options.parse_args()
    lines = paragraphs(path for folder in given.folders for path in folder.rglob("*.txt"))
    texts = resampled(lines, given.n, SIZE)
    files = written(texts)
    with tempfile.TemporaryDirectory() as folder:
        page = write(Path(folder), texts)
        asked(texts, page, given.q)
    again(texts, files)


if __name__ == "__main__":
    main()
