"""What every source line was taken for, how surely, why, and what else it might have been: as lines, page and JSON."""

from __future__ import annotations

from pipeline.explain.report import explain, roles
from pipeline.explain.types import Explanation, LineRole, Rejected, Role

__all__ = ["Explanation", "LineRole", "Rejected", "Role", "explain", "roles"]
