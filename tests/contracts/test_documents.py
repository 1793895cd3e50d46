"""What docs/ say of the code is there."""

import re
from importlib.metadata import entry_points
from pathlib import Path

from escalated_chassis.dispatch import GROUPS, SHARED_GROUPS

CHECKOUT = Path(__file__).parents[2]
DOCS = CHECKOUT / "docs"


def test_every_test_that_the_security_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "security.md").read_text()))
    sources = [
        path for folder in ("libs", "services", "deploy", "tests") for path in (CHECKOUT / folder).rglob("test_*.py")
    ]
    defined = {name for path in sources for name in re.findall(r"def (test_\w+)", path.read_text())}
    assert len(named) > 50
    assert named - defined == set()


def test_every_metric_that_the_operations_page_names_is_measured() -> None:
    watched = (DOCS / "operations.md").read_text().partition("## What to watch")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(escalated_[a-z_]+)[{`]", watched))
    sources = [path for folder in ("libs", "services") for path in (CHECKOUT / folder).rglob("src/**/*.py")]
    text = "".join(path.read_text() for path in sources)
    assert {name for name in named if f'"{name.removesuffix("_total")}"' not in text} == set()
    assert "escalated_outbox_lag_seconds" in named


def test_every_command_that_the_pages_name_has_a_group() -> None:
    groups = {point.name for point in entry_points(group=GROUPS)} | set(SHARED_GROUPS)
    pages = [path.read_text() for path in DOCS.glob("*.md")]
    named = {group for page in pages for group in re.findall(r"(?:\$ |`)escalated ([a-z]+) ", page)}
    assert {"users", "outbox", "dlq"} <= named <= groups


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_walk_through_the_suite_names_tests_that_are_there() -> None:
    e2e = CHECKOUT / "tests" / "e2e"
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", (e2e / "README.md").read_text())
    missing = [f"{file}::{test}" for file, test in named if f"def {test}(" not in (e2e / file).read_text()]
    assert (len(named) > 40, missing) == (True, [])
