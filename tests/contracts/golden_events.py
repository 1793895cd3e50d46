"""Golden events: one filled message of each type as it stood on the wire when its type was made.

    python -m tests.contracts.golden_events     write what is missing

A file is never rewritten: events of years ago are still read by whoever rebuilds from them. What a later version adds
to a type is no business of its golden file; what a later version no longer reads there breaks the contract.
"""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from escalated.events.v1 import events_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct
from google.protobuf.timestamp_pb2 import Timestamp

from escalated_chassis.events.envelope import encode, event_type, headers_of, subject_of

GOLDEN = Path(__file__).parent / "golden"
CONTEXTS = ("identity", "tickets", "sla", "notifications")
ENTITY = "0192d0c1-7a3e-7000-8000-00000000000e"
EVENT = "0192d0c1-7a3e-7000-8000-0000000000ff"


def event_classes() -> Iterator[type[Message]]:
    """Every message that declares an event type, the shared ones too."""
    modules = [events_pb2, *(importlib.import_module(f"escalated.{name}.v1.events_pb2") for name in CONTEXTS)]
    for module in modules:
        for descriptor in module.DESCRIPTOR.message_types_by_name.values():
            if descriptor.GetOptions().Extensions[events_pb2.event_type]:
                yield message_factory.GetMessageClass(descriptor)


CLASSES = {event_type(each): each for each in event_classes()}
"""Event type → its message."""


def filled(message: Message, prefix: str = "") -> Message:
    """The message with something in every field, and in every field of its parts."""
    for field in message.DESCRIPTOR.fields:
        _fill(message, field, f"{prefix}{field.name}")
    return message


def context_of(descriptor: Descriptor) -> str:
    """Who publishes it; the audit event, which all publish, is written down as sla's."""
    name = str(descriptor.file.package.split(".")[1])
    return "sla" if name == "events" else name


def golden_of(message_class: type[Message]) -> dict[str, Any]:
    """What a consumer gets of an event: subject, headers, body."""
    event: Any = filled(message_class())
    context = context_of(message_class.DESCRIPTOR)
    event.meta.id, event.meta.type = EVENT, event_type(message_class)
    return {
        "subject": subject_of(event, ENTITY, context=context),
        "headers": headers_of(event.meta, context, ENTITY),
        "body": json.loads(encode(event)),
    }


def path_of(message_class: type[Message]) -> Path:
    return GOLDEN / f"{event_type(message_class)}.json"


def _fill(message: Any, field: FieldDescriptor, path: str) -> None:
    part = field.message_type
    if part is None:
        value = _scalar(field, path)
        if field.is_repeated:
            getattr(message, field.name).extend([value, value])
        else:
            setattr(message, field.name, value)
        return
    target = getattr(message, field.name).add() if field.is_repeated else getattr(message, field.name)
    if isinstance(target, Timestamp):
        target.FromJsonString(f"2026-01-05T09:00:{field.number:02}.123456Z")
    elif isinstance(target, Struct):
        target.update({"text": path, "number": 1.5, "list": [True, None]})
    else:
        target.SetInParent()
        filled(target, f"{path}.")


def _scalar(field: FieldDescriptor, path: str) -> Any:
    if field.type == FieldDescriptor.TYPE_BOOL:
        return True
    if field.type == FieldDescriptor.TYPE_INT32:
        return field.number
    if field.type == FieldDescriptor.TYPE_DOUBLE:
        return field.number + 0.5
    return path


def main() -> None:
    for message_class in event_classes():
        path = path_of(message_class)
        if not path.exists():
            path.write_text(json.dumps(golden_of(message_class), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
