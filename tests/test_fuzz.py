"""Whatever comes in, nothing crashes, nothing is lost on any way out, and no input takes long.

The cases are those of ``fuzz_cases.py``, as many as fit into some seconds; ``bench/fuzz.py`` runs as many as wanted.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from fuzz_cases import KINDS, Case, case
from fuzz_checks import check, signature
from fuzz_files import FILES
from fuzz_smaller import smaller
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# The cases are made small by fuzz_cases.smaller, which knows of lines.
_FEW = settings(
    max_examples=70,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def run(made: Case) -> None:
    """Check a case; one that fails is shown as the smallest that fails in the same way."""
    try:
        check(made)
    except Exception as error:
        what = signature(error)
        least = smaller(made, lambda other: _way(other) == what, 200)
        raise AssertionError(f"{what}: {least}") from error


def _way(made: Case) -> str:
    try:
        check(made)
    except Exception as error:
        return signature(error)
    return ""


@pytest.mark.parametrize("kind", sorted(set(KINDS)))
@_FEW
@given(st.integers(0, 1 << 62))
def test_any_document_comes_through_whole(kind: str, seed: int) -> None:
    run(case(Random(seed), kind))


@pytest.mark.parametrize("form", FILES)
@settings(_FEW, max_examples=4)
@given(st.integers(0, 1 << 62))
def test_any_file_is_read_or_refused(form: str, seed: int) -> None:
    run(replace(case(Random(seed), "file"), form=form))
