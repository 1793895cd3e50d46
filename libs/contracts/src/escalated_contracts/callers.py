"""Which service may call which gRPC method: one table, kept by the server of every service, shown in docs/grpc.md.

What is not listed may be called by nobody; an empty row is a method that is served and has no caller yet. A test
compares the rows with the requests that each service makes.
"""

from typing import Final

_ACCESS: Final = ("notifications", "sla", "tickets")
"""Every service with a REST interface asks what the caller of it may do."""

CALLERS: Final[dict[str, tuple[str, ...]]] = {
    "/escalated.identity.v1.Directory/GetPeople": ("notifications", "sla", "tickets"),
    "/escalated.identity.v1.Directory/FindPerson": (),
    "/escalated.identity.v1.Directory/GetAccess": _ACCESS,
    "/escalated.identity.v1.Directory/ResolveApiToken": _ACCESS,
    "/escalated.identity.v1.Directory/ListAccessChanges": _ACCESS,
    "/escalated.identity.v1.Directory/ListRoles": _ACCESS,
    "/escalated.identity.v1.Directory/Snapshot": ("notifications", "tickets"),
    "/escalated.tickets.v1.Tickets/GetTickets": ("notifications",),
    "/escalated.tickets.v1.Tickets/FindTicket": ("notifications",),
    "/escalated.tickets.v1.Tickets/GetMessages": ("notifications",),
    "/escalated.tickets.v1.Tickets/GetSequences": ("sla",),
    "/escalated.tickets.v1.Tickets/WhoMaySee": ("notifications", "sla"),
    "/escalated.tickets.v1.Tickets/CreateTicket": ("notifications",),
    "/escalated.tickets.v1.Tickets/AddMessage": ("notifications",),
    "/escalated.tickets.v1.Tickets/AddSideMessage": ("notifications",),
    "/escalated.tickets.v1.Tickets/Upload": ("notifications",),
    "/escalated.tickets.v1.Tickets/Download": ("notifications",),
    "/escalated.tickets.v1.Tickets/Apply": ("sla",),
    "/escalated.tickets.v1.Tickets/Rehearse": ("sla",),
    "/escalated.tickets.v1.Tickets/Snapshot": ("sla",),
    "/escalated.tickets.v1.Tickets/DescribeFields": ("sla",),
    "/escalated.tickets.v1.Tickets/CheckActions": ("sla",),
    "/escalated.tickets.v1.Tickets/ListSeen": ("sla",),
    "/escalated.tickets.v1.Tickets/IssueGrant": ("notifications",),
    "/escalated.tickets.v1.Tickets/ExportPerson": ("identity",),
    "/escalated.tickets.v1.Tickets/ErasePerson": ("identity",),
    "/escalated.sla.v1.Sla/GetClocks": (),
    "/escalated.sla.v1.Sla/ExportPerson": ("identity",),
    "/escalated.sla.v1.Sla/ErasePerson": ("identity",),
    "/escalated.notifications.v1.Notifications/SendMail": ("identity", "tickets"),
    "/escalated.notifications.v1.Notifications/FindWebhooks": ("tickets",),
    "/escalated.notifications.v1.Notifications/ExportPerson": ("identity",),
    "/escalated.notifications.v1.Notifications/ErasePerson": ("identity",),
}
