"""The wheel holds everything and works where no checkout is near."""

from __future__ import annotations

import ast
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from pipeline import resources

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("wengao-*.whl")
    return built


def test_the_wheel_holds_templates_schemas_profiles_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file():
                assert f"pipeline/_data/{folder}/{path.relative_to(ROOT / folder).as_posix()}" in names
    for path in (ROOT / "pipeline").rglob("*"):
        if path.is_file() and path.suffix in (".py", ".yaml", ".typed"):
            assert path.relative_to(ROOT).as_posix() in names
    assert all(name.startswith(("pipeline/", "wengao-")) for name in names)


def test_the_wheel_works_in_an_environment_of_its_own(wheel: Path, tmp_path: Path, speech: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    # What the wheel depends on is borrowed from this environment; its own modules come first on the path.
    (site,) = home.glob("lib/python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = subprocess.run(
        [python, "-P", "-c", "import pipeline; print(pipeline.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(site))
    done = subprocess.run(
        [home / "bin" / "convert", speech, "--to", "html,md,json,tei", "-o", tmp_path / "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "out").glob("speech.*"))) == 4
    formats = subprocess.run([home / "bin" / "wengao", "formats"], capture_output=True, text=True, check=True)
    assert "CommonMark" in formats.stdout


def test_a_folder_that_is_nowhere_is_an_error() -> None:
    assert resources.folder("schemas") == ROOT / "schemas"
    with pytest.raises(FileNotFoundError, match="no-such-folder"):
        resources.folder("no-such-folder")


def compiled() -> list[Path]:
    """The modules that the compiled wheel has as machine code."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]
    found = {path for pattern in hook["include"] for path in ROOT.glob(pattern)}
    left = {path for pattern in hook["exclude"] for path in ROOT.glob(pattern)}
    return sorted(path for path in found - left if path.name != "__init__.py")


@pytest.mark.parametrize("path", compiled(), ids=lambda path: path.stem)
def test_what_is_compiled_means_the_same_compiled(path: Path) -> None:
    """mypyc finds a cached property anew each time, cannot unpickle the library's frozen classes, and makes no list of its own kind."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            assert "cached_property" not in marks, node.name
            assert not any(mark.startswith("dataclass(frozen=True") for mark in marks), node.name
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).partition("[")[0] for base in node.bases}
            assert not bases & {"list", "set", "str", "tuple"}, node.name
