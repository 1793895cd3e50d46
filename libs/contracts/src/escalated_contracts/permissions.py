"""One vocabulary of permissions, `<noun>:<verb>`: for roles, scopes of API tokens and grants of plugins."""

from typing import Final

PERMISSIONS: Final[dict[str, str]] = {
    "tickets:create": "Open tickets for oneself",
    "tickets:create_for": "Open tickets for somebody else",
    "tickets:read": "Read tickets that one may see",
    "tickets:view_all": "See every ticket",
    "tickets:reply": "Write to the customer",
    "tickets:note": "Write internal notes",
    "tickets:edit": "Change subject, type, fields, priority, department and tags",
    "tickets:status": "Change the status, resolve, close and reopen",
    "tickets:assign": "Assign and unassign",
    "tickets:follow": "Follow tickets",
    "tickets:share": "Bring in people who cannot see a ticket",
    "tickets:delete": "Delete and restore tickets",
    "tickets:export": "Download tickets as a table",
    "views:share": "Share views with a department or with everybody",
    "macros:share": "Share macros with a department or with everybody",
    "canned_responses:share": "Share canned responses with a department or with everybody",
    "custom_fields:manage": "Define the custom fields of tickets",
    "assignment:manage": "Set strategies, skills and capacity of assignment",
    "tags:manage": "Create, rename and delete tags",
    "statuses:manage": "Edit statuses and transitions",
    "people:read": "Look up people",
    "people:manage": "Create and change people and their roles",
    "people:erase": "Export and erase a person's data in every service",
    "roles:manage": "Create and change roles",
    "departments:manage": "Create and change departments and their members",
    "api_tokens:manage": "Create and revoke API tokens of one's own",
    "audit:read": "Read the audit trail",
    "settings:manage": "Read and change settings",
    "sla:read": "Read policies, calendars, rules and clocks",
    "sla:manage": "Change policies, calendars and rules",
    "deliveries:read": "Read what was sent to whom",
    "deliveries:manage": "Retry deliveries and read incoming mail",
    "webhooks:manage": "Create and change webhooks",
    "reports:read": "Read reports",
}

_CUSTOMER: Final = frozenset({"tickets:create", "tickets:read", "tickets:reply", "tickets:status", "api_tokens:manage"})
_LIGHT_AGENT: Final = frozenset({"tickets:read", "tickets:note", "tickets:follow", "people:read", "sla:read"})
_AGENT: Final = _LIGHT_AGENT | {
    "tickets:create",
    "tickets:create_for",
    "tickets:reply",
    "tickets:edit",
    "tickets:status",
    "tickets:assign",
    "tickets:export",
    "deliveries:read",
    "reports:read",
    "api_tokens:manage",
}

BUILT_IN_ROLES: Final[dict[str, frozenset[str]]] = {
    "admin": frozenset(PERMISSIONS),
    "agent": frozenset(_AGENT),
    "light_agent": _LIGHT_AGENT,
    "customer": _CUSTOMER,
}

STAFF_ROLES: Final = frozenset({"admin", "agent", "light_agent"})
