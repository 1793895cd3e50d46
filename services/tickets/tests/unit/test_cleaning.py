"""What a message may say: nothing of it runs, nothing is fetched, and its text twin reads the same."""

import pytest

from escalated_chassis.errors import Invalid
from escalated_tickets.clocks.rules import ClockState, badge_of
from escalated_tickets.conversation.rules import clean
from escalated_tickets.translate import cut

XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<b <script>alert(1)</script>0</b>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'><meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
]


@pytest.mark.parametrize("attack", XSS)
@pytest.mark.parametrize("body_format", ["html", "markdown"])
def test_nothing_that_runs_survives(attack: str, body_format: str) -> None:
    cleaned = clean(f"hello {attack} there", body_format).html.lower()
    tags = cleaned.replace("&lt;", "")
    for word in ("<script", "<svg", "<math", "<iframe", "<style", "<object", "<form", "<base", "<meta"):
        assert word not in tags
    markup = "".join(part.partition(">")[0] for part in cleaned.split("<")[1:])
    for word in ("onerror", "onload", "javascript:", "srcdoc", "style="):
        assert word not in markup


def test_pictures_from_elsewhere_are_not_fetched() -> None:
    cleaned = clean('<p>a<img src="https://tracker.example/x.png"><img src="cid:logo"></p>', "html").html
    assert "tracker" not in cleaned
    assert 'src="cid:logo"' in cleaned


def test_links_lead_out_safely() -> None:
    assert clean("[docs](https://example.com)").html == (
        '<p><a href="https://example.com" rel="noopener noreferrer nofollow">docs</a></p>'
    )


def test_the_text_twin_keeps_the_shape() -> None:
    assert clean("# Title\n\nHello **you**\nagain\n\n- a\n- b").text == "Title\n\nHello you\nagain\n\n- a\n- b"
    assert clean("a &amp; b <x>\n\nc", "text").text == "a &amp; b <x>\n\nc"


@pytest.mark.parametrize("nothing", ["<script>x</script>", "<p> </p>"])
def test_what_says_nothing_is_refused(nothing: str) -> None:
    with pytest.raises(Invalid):
        clean(nothing, "html")


def test_events_cut_long_texts_between_characters() -> None:
    assert cut("ä" * 3, 5) == ("ää", True)
    assert cut("ä" * 2, 4) == ("ää", False)


def _clock(metric: str, state: str, **values: object) -> ClockState:
    fields: dict[str, object] = dict.fromkeys(ClockState.__dataclass_fields__)
    fields |= {"metric": metric, "state": state, "target_seconds": 1.0, "paused": state == "paused", "at_risk": False}
    return ClockState(**(fields | values))  # type: ignore[arg-type]


def test_the_badge_is_the_most_urgent_clock() -> None:
    running, risky = _clock("resolution", "running"), _clock("first_response", "running", at_risk=True)
    paused = _clock("resolution", "paused")
    assert badge_of([]).state == "none"
    assert badge_of([_clock("resolution", "cancelled")]).state == "none"
    assert (badge_of([running, risky]).state, badge_of([running, risky]).metric) == ("at_risk", "first_response")
    assert badge_of([risky, _clock("resolution", "breached")]).state == "breached"
    assert badge_of([paused]).state == "paused"
