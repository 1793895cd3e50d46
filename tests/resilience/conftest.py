from collections.abc import Iterator

import pytest

from tests.suite import Suite, start_suite, stop_suite


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The whole suite behind its gateway, with the demo desk; started once."""
    running = start_suite(tmp_path_factory.mktemp("suite"))
    yield running
    stop_suite(running)
