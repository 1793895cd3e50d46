"""Events as a contract: what was ever published is still read, and what is listened to is published by somebody."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message import Message

from escalated_chassis.events.consumer import DurableConsumer
from escalated_chassis.events.envelope import Event, EventRegistry, event_type
from escalated_chassis.testing.deployment import Deployment
from escalated_contracts.streams import DURABLES, LISTENERS, STREAMS, Durable
from tests.contracts.golden_events import CLASSES, ENTITY, GOLDEN, event_classes, golden_of
from tests.contracts.services import REGISTRIES, SERVICES, built
from tests.contracts.subjects import SUBJECTS, matches

CHECKOUT = Path(__file__).parents[2]
BUF = shutil.which("buf", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


def test_each_event_type_is_declared_once() -> None:
    counted = Counter(event_type(each) for each in event_classes())
    assert [kind for kind, times in counted.items() if times > 1] == []
    assert len(counted) >= 30


def test_each_event_type_has_a_golden_file_and_each_file_a_type() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CLASSES)


def consumed() -> Iterator[tuple[str, str]]:
    """Every service with every event type that reaches one of its durables or listeners."""
    for service in REGISTRIES:
        filters = [each for durable in DURABLES if durable.service == service for each in durable.subjects]
        filters += LISTENERS.get(service, ())
        for kind, subjects in SUBJECTS.items():
            if any(matches(wanted, subject) for wanted in filters for subject in subjects):
                yield service, kind


@pytest.mark.parametrize(("service", "kind"), sorted(consumed()))
def test_every_consumer_reads_the_golden_event(service: str, kind: str) -> None:
    # given what was published when the type was made
    golden = json.loads((GOLDEN / f"{kind}.json").read_text())
    # when it is delivered to a service that listens to its subject
    event = delivered(REGISTRIES[service], golden)
    # then every value that stood there is read, under the name it stood under
    assert type(event.data).DESCRIPTOR.full_name == CLASSES[kind].DESCRIPTOR.full_name
    assert differences(golden["body"], as_read(event.data)) == []
    assert (event.type, event.entity_id) == (kind, ENTITY)


@pytest.mark.parametrize("kind", sorted(CLASSES))
def test_a_golden_file_fills_every_field_of_its_time(kind: str) -> None:
    """Only what was added later may be missing: nothing that stands there became something else."""
    golden, now = json.loads((GOLDEN / f"{kind}.json").read_text()), golden_of(CLASSES[kind])
    assert differences(golden["body"], now["body"]) == []
    assert golden["subject"] == now["subject"]
    assert golden["headers"].keys() >= {"ce-id", "ce-type", "ce-source", "ce-subject", "ce-time", "content-type"}


@pytest.mark.parametrize("durable", DURABLES, ids=lambda each: each.name)
def test_every_subject_of_a_durable_is_published_by_somebody(durable: Durable) -> None:
    stream = next(each for each in STREAMS if each.name == durable.stream)
    published = [subject for subjects in SUBJECTS.values() for subject in subjects]
    for wanted in durable.subjects:
        assert [each for each in published if matches(wanted, each)], f"nothing comes under {wanted}"
    carried = [each for wanted in durable.subjects for each in published if matches(wanted, each)]
    assert all(any(matches(each, subject) for each in stream.subjects) for subject in carried)


def test_every_event_is_kept_in_exactly_one_stream() -> None:
    for subject in (subject for subjects in SUBJECTS.values() for subject in subjects):
        assert len([each for each in STREAMS for wanted in each.subjects if matches(wanted, subject)]) == 1, subject


LET_GO: dict[str, set[str]] = {
    "identity": set(),
    "tickets": set(),
    "sla": set(),
    "notifications": {"department.created", "department.updated"},
}
"""Types that come with the subjects of a durable and that nobody there needs."""


@pytest.mark.parametrize("service", SERVICES)
async def test_every_handler_is_of_a_known_type_that_reaches_it(service: str, deployment: Deployment) -> None:
    # given the consumers that the composition root makes
    consumers = {part.name: part for part in built(service, deployment).parts if isinstance(part, DurableConsumer)}
    # then there is one for each durable of the table
    table = {durable.name: durable for durable in DURABLES if durable.service == service}
    assert consumers.keys() == table.keys()
    # and whatever reaches one of them is handled there, or let go by on purpose
    for name, consumer in consumers.items():
        reaching = {
            kind
            for kind, subjects in SUBJECTS.items()
            if any(matches(wanted, subject) for wanted in table[name].subjects for subject in subjects)
        }
        assert reaching - set(consumer.handlers) <= LET_GO[service], name
    # and no handler waits for what nobody publishes
    assert {kind for consumer in consumers.values() for kind in consumer.handlers} <= set(CLASSES)


def test_proto_is_linted() -> None:
    assert buf("lint") == (0, "")


def test_proto_breaks_nothing_that_is_committed() -> None:
    if not committed_proto():
        pytest.skip("nothing is committed yet that could be broken")
    assert buf("breaking", "--against", ".git#branch=main") == (0, "")


def buf(*arguments: str) -> tuple[int, str]:
    assert BUF is not None
    done = subprocess.run([BUF, *arguments], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def committed_proto() -> bool:
    command = ["git", "cat-file", "-e", "main:proto/escalated/events/v1/events.proto"]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, timeout=20, check=False).returncode == 0


def delivered(registry: EventRegistry, golden: dict[str, Any]) -> Event:
    return registry.decode(golden["subject"], golden["headers"], json.dumps(golden["body"]).encode())


def as_read(message: Message) -> dict[str, Any]:
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def differences(old: Any, new: Any, path: str = "") -> list[str]:
    """Where `new` lacks or changes what stood in `old`; what it adds is no difference."""
    if isinstance(old, dict) and isinstance(new, dict):
        return [each for key in old for each in differences(old[key], new.get(key), f"{path}/{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [each for index, pair in pairs for each in differences(*pair, f"{path}/{index}")]
    return [] if old == new else [f"{path}: {old!r} became {new!r}"]
