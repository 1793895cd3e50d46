"""People as protobuf messages: in events and over gRPC."""

from escalated.identity.v1 import types_pb2

from escalated_identity.people.models import Person
from escalated_identity.people.rules import role_ids


def person_message(person: Person) -> types_pb2.Person:
    """The person as other services know her."""
    return types_pb2.Person(
        id=str(person.id),
        email=person.email,
        name=person.name,
        kind=person.kind,
        active=person.active,
        role_ids=role_ids(person.kind, person.custom_roles),
        department_ids=[str(department) for department in person.departments],
        locale=person.locale,
        access_version=person.access_version,
        version=person.version,
        email_verified=person.email_verified,
    )
