"""What nobody knows stops the start with its name."""

from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic_settings import SettingsError

from escalated_chassis.settings import ServiceSettings, refuse_unknown


class Hours(BaseModel):
    start: str = "09:00"


class GreeterSettings(ServiceSettings):
    service = "greeter"

    greeting: str = "hello"
    opening: Hours = Hours()


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [each for each in os.environ if each.startswith("ESCALATED_")]:
        monkeypatch.delenv(name)


def refusal() -> str:
    with pytest.raises(SettingsError) as refused:
        refuse_unknown(GreeterSettings)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ESCALATED_GREETING", "good day"),  # one's own
        ("escalated_opening__start", "08:00"),  # in either case, nested
        ("ESCALATED_OPENING", '{"start": "08:00"}'),  # a group as JSON
        ("ESCALATED_SMTP_HOST", "mail"),  # another service's
        ("ESCALATED_RUN_DIR", ".run"),  # the launcher's
        ("PUBLIC_ULR", "not ours at all"),
    ],
)
def test_known_names_pass(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    refuse_unknown(GreeterSettings)


def test_unknown_variables_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCALATED_PUBLIC_ULR", "http://desk.test")
    monkeypatch.setenv("ESCALATED_OPENING__STRAT", "08:00")
    assert refusal() == "there is no setting ESCALATED_OPENING__STRAT, ESCALATED_PUBLIC_ULR"


def test_an_unknown_key_of_the_file_is_named_as_it_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "desk.toml"
    config.write_text('public_url = "http://desk.test"\nsmtp_hots = "mail"\n[opening]\nstrat = "08:00"\n')
    monkeypatch.setenv("ESCALATED_CONFIG", str(config))
    assert refusal() == f"there is no setting opening.strat in {config}, smtp_hots in {config}"


@pytest.mark.parametrize("content", ["public_url = ", None], ids=["broken", "missing"])
def test_a_file_that_cannot_be_read_is_named(
    content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "desk.toml"
    if content is not None:
        config.write_text(content)
    monkeypatch.setenv("ESCALATED_CONFIG", str(config))
    assert refusal().startswith(f"ESCALATED_CONFIG: {config}: ")
