"""The metadata with every table of the service in it: for migrations and the test that looks for drift."""

from escalated_identity.api_tokens import models as api_tokens
from escalated_identity.audit import models as audit
from escalated_identity.departments import models as departments
from escalated_identity.keys import models as keys
from escalated_identity.metadata import metadata
from escalated_identity.people import models as people
from escalated_identity.privacy import models as privacy
from escalated_identity.roles import models as roles
from escalated_identity.sessions import models as sessions
from escalated_identity.sso import models as sso

NOUNS = (api_tokens, audit, departments, keys, people, privacy, roles, sessions, sso)

__all__ = ["NOUNS", "metadata"]
