"""What stands on the demo desk, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from escalated_tickets.subjects.rules import NewSubject

# What other tickets lead to.
CLOCK: Final = "The status page is six minutes behind"
CALENDAR: Final = "Calendar sync shows events twice"
# By this tag the demo desk of `sla` promises an answer within two minutes, so that one sees what a broken promise does.
DEMO_CLOCK: Final = "demo-clock"


@dataclass(frozen=True)
class DemoTicket:
    """`fields` are filled in by whoever asks; `story` is told in steps, which whoever has the ticket takes.

    `who: text` replies and `who! text` notes, as that person. `@who` assigns, `=status` sets a status, `#field 12` a
    custom field, `~7` lets it sleep for days, `&kind subject` links it to the ticket of this subject, which is that to
    it, `>subject` merges it into that ticket. `*5 text` is the rating of who asked.
    """

    by: str
    hours_ago: float
    subject: str
    text: str
    department: str = ""
    priority: str = "medium"
    type: str = "question"
    tags: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    about: tuple[NewSubject, ...] = ()


DEMO_TICKETS: Final = (
    DemoTicket(
        "dana",
        0,
        "Is anybody there?",
        "I have been in the chat for a while and nobody answers. Please tell me whether this reaches you.",
        "support",
        tags=(DEMO_CLOCK,),
    ),
    DemoTicket(
        "chris",
        0.3,
        "The invoice PDF is blank",
        "When I open the invoice for **November** the PDF has one empty page. The same happens on my phone.",
        "billing",
        "high",
        "problem",
        ("invoice",),
        fields={"product": "billing"},
    ),
    DemoTicket(
        "dana",
        0.8,
        "How do I add a second administrator?",
        "I would like my colleague to be able to manage users while I am on leave. Where is that?",
        "support",
    ),
    DemoTicket(
        "chris",
        1.5,
        "Login loop after the password reset",
        "I reset my password, sign in, and land on the sign-in page again. Cleared cookies already.",
        "support",
        "urgent",
        "incident",
        ("login",),
        (
            "@alex",
            "alex! Sessions end in the moment they begin: the clock of the sign-in hosts again.",
            f"&problem {CLOCK}",
            "#affected_users 3",
        ),
        {"product": "web"},
    ),
    DemoTicket(
        "dana",
        2,
        "Webhook deliveries stopped this morning",
        "Our endpoint has not received anything since 08:40 UTC. It answers 200 when I call it by hand.",
        "support",
        "critical",
        "incident",
        ("webhooks",),
        (
            "@alex",
            "=escalated",
            "alex! Asked the platform team; they see a certificate warning.",
            "#affected_users 140",
        ),
        {"product": "api"},
        (NewSubject("webhook", "81", "Webhook of acme.example", "https://app.example.com/webhooks/81"),),
    ),
    DemoTicket(
        "chris",
        3,
        "Can I change the billing address?",
        "We have moved. The new address is on the attached letterhead.",
        "billing",
        "low",
        "question",
        ("invoice",),
        ("@sam",),
    ),
    DemoTicket(
        "dana",
        5,
        "Export to CSV misses the last column",
        "The column *closed at* is empty in every row of the export.",
        "support",
        "medium",
        "problem",
        ("export",),
        (
            "@alex",
            "alex: Thank you for the details. Which browser do you use, and how many rows does the export have?",
            "dana: Firefox, about 4,000 rows.",
        ),
    ),
    DemoTicket(
        "chris",
        7,
        "Feature idea: keyboard shortcuts",
        "Moving through the list with j and k would save me an hour a week.",
        "",
        "low",
        "task",
        ("idea",),
    ),
    DemoTicket(
        "dana",
        9,
        "Payment failed, but my card was charged",
        "The page said *payment failed*, the bank says 49.00 EUR were taken twice.",
        "billing",
        "urgent",
        "problem",
        ("payment", "vip"),
        (
            "@sam",
            "sam: I am sorry for the trouble. I can see both payments and have asked for the second to be "
            "returned; that takes three to five days.",
            "sam! Refund case RF-2291 with the provider.",
        ),
        {"product": "billing"},
        (NewSubject("order", "4711", "Order 4711 of 49.00 EUR", "https://shop.example.com/orders/4711"),),
    ),
    DemoTicket(
        "chris",
        12,
        "Two-factor codes are refused",
        "Every code is *invalid*. The clock of the phone is set automatically.",
        "support",
        "high",
        "incident",
        ("login",),
        (
            "@alex",
            "alex: Please try the recovery code that you printed when you switched it on, and tell me what it says.",
            f"&problem {CLOCK}",
            "=on_hold",
        ),
        {"product": "mobile"},
    ),
    DemoTicket(
        "dana",
        20,
        "What does the error E-4012 mean?",
        "It appears when I import contacts.",
        "support",
        "medium",
        "question",
        ("import",),
        (
            "@alex",
            "alex: It means that a row has no address. The import skips such rows and lists them at the end.",
            "dana: Found it, thank you!",
            "=resolved",
            "*5 Quick and clear.",
        ),
    ),
    DemoTicket(
        "chris",
        26,
        "Slow dashboard on Monday mornings",
        "Between 8 and 9 it takes half a minute to load.",
        "support",
        "medium",
        "problem",
        ("performance",),
        ("@alex", "=waiting_on_agent", "alex! To be watched on Monday.", "~4"),
    ),
    DemoTicket(
        "dana",
        30,
        "Please delete my trial workspace",
        "It was called *acme-test*. We use the other one now.",
        "support",
        "low",
        "task",
        (),
        ("@alex", "alex: Done; it is gone for good in 30 days.", "=resolved"),
    ),
    DemoTicket(
        "chris",
        40,
        "Wrong VAT on the last invoice",
        "We are in Austria; the invoice shows 19 %.",
        "billing",
        "high",
        "problem",
        ("invoice", "vat"),
        (
            "@sam",
            "sam: You are right, the rate of the old address was used. A corrected invoice is on its way.",
            "=resolved",
        ),
    ),
    DemoTicket(
        "dana",
        50,
        CALENDAR,
        "Since Friday every event is there twice.",
        "support",
        "medium",
        "problem",
        ("calendar",),
        ("@alex", "alex: Could you remove and add the connection once?"),
    ),
    DemoTicket(
        "chris",
        60,
        "Is there an API for reports?",
        "We want to pull the monthly numbers into our own BI.",
        "support",
        "low",
        "question",
        ("api",),
        ("@alex", "alex: Yes: `GET /api/v1/reports/volume`. The reader is at `/api/docs`.", "=resolved", "=closed"),
    ),
    DemoTicket(
        "dana",
        45,
        "Every meeting stands there two times",
        "In my calendar, since the weekend.",
        "support",
        "medium",
        "problem",
        ("calendar",),
        ("@alex", f">{CALENDAR}"),
    ),
    DemoTicket(
        "chris",
        80,
        "Attachment upload stops at 99 %",
        "A 9 MB PDF, three tries.",
        "support",
        "medium",
        "problem",
        ("attachments",),
        (
            "@alex",
            "alex: This was a limit at our gateway and is lifted now.",
            "chris: Works, great.",
            "=resolved",
            "*4",
        ),
    ),
    DemoTicket(
        "dana",
        90,
        "Change of the account owner",
        "Our CTO has left; I am the new owner.",
        "billing",
        "medium",
        "task",
        ("vip",),
        ("@sam", "sam: I need a letter with the company's stamp for this.", "=on_hold"),
    ),
    DemoTicket(
        "chris",
        100,
        "Mails arrive with broken umlauts",
        "*Grüße* becomes *GrÃ¼ÃŸe* in every notification.",
        "support",
        "low",
        "problem",
        ("mail",),
        ("@alex", "=resolved", "chris: It is still the case in the digest."),
    ),
    DemoTicket(
        "dana",
        110,
        "Discount for non-profits",
        "Is there one, and what do you need from us?",
        "billing",
        "low",
        "question",
        (),
        ("@sam", "sam: There is: 50 %. Please send the certificate of your status."),
    ),
    DemoTicket(
        "chris",
        130,
        "Search does not find old tickets",
        "Tickets before 2024 never show up.",
        "support",
        "medium",
        "problem",
        ("search",),
        ("@alex", "alex: The index was rebuilt last night.", "=resolved", "=closed"),
    ),
    DemoTicket(
        "dana",
        13,
        CLOCK,
        "Every entry of it is older than what it tells of.",
        "support",
        "high",
        "problem",
        ("login",),
        (
            "@alex",
            "alex! The time server of the sign-in hosts stands still; the platform team has it.",
            "=waiting_on_agent",
            "#affected_users 60",
        ),
        {"product": "web"},
    ),
    DemoTicket(
        "chris",
        200,
        "Data processing agreement",
        "Our lawyers ask for a signed copy.",
        "billing",
        "medium",
        "task",
        (),
        ("@sam", "sam: Signed and sent.", "=resolved", "=closed"),
    ),
    DemoTicket(
        "dana",
        240,
        "Mobile app crashes on start",
        "Android 14, since the update.",
        "support",
        "urgent",
        "incident",
        ("mobile",),
        (
            "@alex",
            "=escalated",
            "alex: Version 3.1.2 mends this; it is in the store.",
            "dana: Confirmed.",
            "=resolved",
            "*2 It took four days.",
        ),
        {"product": "mobile"},
    ),
    DemoTicket(
        "chris",
        300,
        "Onboarding call next week?",
        "Any time on Tuesday or Thursday.",
        "",
        "low",
        "task",
        (),
        ("@alex", "alex: Thursday 10:00 is booked for you.", "=resolved", "=closed"),
    ),
)
