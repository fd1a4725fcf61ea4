"""Attack 14: script in names, items, lessons, rationales, reasons. Shown as text, and stopped by the policy besides.

The pages are read here as a browser's parser would; that nothing runs in a real one is in tests/browser/.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.domain import certification
from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.loader import load
from courseware.markup import JUDGED_TAGS, render, render_judged
from courseware.models import Cohort, User
from tests.courses import write_course
from tests.evidence import load_general_policy
from tests.faults.answering import bodies_for, open_attempt, post_answer
from tests.people import People, make_cohort
from tests.site import ANONYMOUS, Site, build
from tests.test_query_counts import readers
from training.activities import check_config

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{background:url(//evil.example)}</style>",
    "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% debug %}",
    "<!--<script>--><x onclick=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)
ALL = " ".join(PAYLOADS)
ALL_AS_TOML = json.dumps(ALL)[1:-1]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    "manifest-src": "'self'",
}


class Page(HTMLParser):
    """Collects what a browser would run, load or style inline."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and not (given.get("src", "").startswith("/static/") or given.get("type") in DATA_TYPES):
            self.found.append(f"<script {given}>")
        if tag in {"iframe", "object", "embed", "base", "style", "math", "foreignobject"}:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name.startswith("on") or name in {"style", "srcdoc"}:
                self.found.append(f"{tag} {name}={value[:40]}")
            if name in {"href", "src", "action", "formaction"} and not is_ours(tag, value):
                self.found.append(f"{tag} {name}={value[:40]}")


DATA_TYPES = {"application/json"}


def is_ours(tag: str, address: str) -> bool:
    """A path of ours, a place on the page, or (links only) a plain web or mail address."""
    if re.match(r"(/(?!/)|#|\?|$)", address):
        return True
    return address.startswith(settings.SITE_URL) or (tag == "a" and address.startswith(("https://", "mailto:")))


@pytest.fixture
def site(people: People) -> Site:
    """Payloads in everything that people and authors write."""
    site = build(people)
    now = timezone.now()
    User.objects.update(name=ALL[:120])
    Cohort.objects.update(name='<script>alert(1)</script> "><svg onload=alert(1)>')
    site.invitation.name = ALL[:120]
    site.invitation.save(update_fields=["name"])
    version = load_general_policy()
    certification.defer(people.other_enrolment.public_id, version.pk, people.operations, ALL, now=now)
    certification.revoke(site.certificate.public_id, people.operations, ALL, now=now)
    return site


def clients(site: Site) -> dict[str, Client]:
    found = {visitor: Client() for visitor in {*readers().values()}}
    for visitor, client in found.items():
        if visitor != ANONYMOUS:
            client.force_login(site.people.by_name[visitor])
    return found


def test_every_page_shows_it_as_text(site):
    opened = clients(site)
    dangerous = {}
    for name, visitor in readers().items():
        reply = opened[visitor].get(site.path(name))
        if reply["Content-Type"].startswith("text/html"):
            found = Page(reply.content.decode()).found
            if found:
                dangerous[name] = found
    assert dangerous == {}


def test_the_payloads_are_there_to_be_found(site):
    """The pages that should show them do; escaped, since the test above found nothing."""
    opened = clients(site)
    pages = ("trainee", "trainee_judgement", "cohort", "cohort_people", "people", "dossier", "certificate", "settings")
    for name in pages:
        page = opened[readers()[name]].get(site.path(name)).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, name


class TestContent:
    @pytest.fixture
    def enrolment(self, people: People, tmp_path: Path):
        """The trainee in a course whose texts are payloads."""
        course = write_course(tmp_path / "small", secret=json.dumps(ALL)[1:-1])
        for file, text in (("lesson.md", ALL), ("severity.md", ALL), ("consent.md", ALL)):
            (course / file).write_text(text)
        items = course / "items" / "texts.toml"
        items.write_text(items.read_text().replace("Text ", f"{json.dumps(ALL)[1:-1]} text "))
        version = store(load(course, check_config), now=timezone.now()).version
        enrolment = enrol(people.trainee, make_cohort("Small", version, people.instructor), now=timezone.now())
        give_consent(enrolment, now=timezone.now())
        return enrolment

    @pytest.mark.parametrize("module", ["d1-lesson", "d1-texts"])
    def test_the_attempt_page_carries_it_as_data(self, client, people, enrolment, module):
        client.force_login(people.trainee)
        attempt = open_attempt(enrolment, module, timezone.now())
        page = client.get(f"/attempts/{attempt.public_id}/")
        assert Page(page.content.decode()).found == []
        raw = page.content.decode().split('id="attempt-data"')[1].split(">", 1)[1].split("</script>")[0]
        assert "<" not in raw
        assert ">" not in raw
        assert json.loads(raw)["steps"] == page.context["data"]["steps"]

    def test_fields_that_are_html_are_cleaned_and_the_others_are_text(self, client, people, enrolment):
        client.force_login(people.trainee)
        attempt = open_attempt(enrolment, "d1-texts", timezone.now())
        data = client.get(f"/attempts/{attempt.public_id}/").context["data"]
        assert Page(data["guideline"]["html"]).found == []
        assert PAYLOADS[0] in data["steps"][0]["passages"][0]["text"]

    def test_feedback_is_json_that_no_browser_takes_for_a_page(self, client, people, enrolment):
        client.force_login(people.trainee)
        attempt = open_attempt(enrolment, "d1-texts", timezone.now())
        reply = post_answer(client, attempt, bodies_for(attempt)[0])
        assert reply["Content-Type"] == "application/json"
        assert reply["X-Content-Type-Options"] == "nosniff"
        assert PAYLOADS[0] in reply.json()["feedback"]["rationale"]

    def test_the_consent_page_is_cleaned(self, client, people, enrolment):
        client.force_login(people.trainee)
        assert Page(client.get(f"/consent/{enrolment.public_id}/").content.decode()).found == []


class TestMarkdown:
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_what_runs_or_loads_is_gone(self, payload):
        for text in (
            payload,
            f"# {payload}",
            f"- {payload}",
            f"`{payload}`",
            f"    {payload}",
            f"|a|\n|-|\n|{payload}|",
        ):
            assert Page(render(text)).found == []

    def test_what_is_plain_stays(self):
        html = render("# One\n\n*Two* **three** [four](https://example.org)\n\n- five\n\n> six")
        assert "<h2>One</h2>" in html
        assert '<a href="https://example.org"' in html
        assert all(tag in html for tag in ("<em>", "<strong>", "<li>", "<blockquote>"))

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:x"])
    def test_links_lead_to_the_web_or_nowhere(self, address):
        assert "href" not in render(f"[x]({address})")


class TestResponses:
    """Text that people judge comes from anywhere, Markdown and code and all."""

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_nothing_in_a_response_runs_loads_or_leads_away_and_all_of_it_shows(self, payload):
        for text in (
            f"**B** {payload}",
            f"# {payload}",
            f"- {payload}\n- two",
            f"`{payload}`",
            f"```\n{payload}\n```",
            f"    {payload}",
            f"|a|b|\n|-|-|\n|{payload}|2|",
            f"> {payload}",
            f"```{payload}\nx\n```\n**B**",
        ):
            html = render_judged(text)
            assert html is not None
            page = Text(html)
            assert page.found == []
            assert page.tags <= JUDGED_TAGS
            assert not page.tags & {"a", "img", "script", "style"}
            for word in ("alert(1)", "7*7", "evil.example"):
                assert (word in page.words) == (word in payload)

    def test_the_page_of_a_pair_carries_it_cleaned_or_as_data(self, client, people, tmp_path):
        course = write_course(tmp_path / "small", days_per_week=(1,))
        items = course / "items" / "pairs.toml"
        marked = json.dumps(f"**Bold** {ALL}")[1:-1]
        items.write_text(items.read_text().replace("One response", marked).replace("Another response", ALL_AS_TOML))
        version = store(load(course, check_config), now=timezone.now()).version
        enrolment = enrol(people.trainee, make_cohort("Small", version, people.instructor), now=timezone.now())
        give_consent(enrolment, now=timezone.now())
        client.force_login(people.trainee)
        attempt = open_attempt(enrolment, "d1-pairs", timezone.now())
        page = client.get(f"/attempts/{attempt.public_id}/")
        assert Page(page.content.decode()).found == []
        for shown in page.context["data"]["steps"]:
            assert PAYLOADS[0] in shown["left"]
            rendered = [Text(html) for html in shown["html"].values()]
            assert any("strong" in text.tags for text in rendered)
            for text in rendered:
                assert text.found == []
                assert text.tags <= {"p", "strong", "br", "em"}
                assert PAYLOADS[0] in text.words


class Text(Page):
    """Also the elements and the words of a piece of a page."""

    def __init__(self, text: str) -> None:
        self.tags: set[str] = set()
        self.words = ""
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        super().handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


def policy_of(reply: HttpResponse) -> dict[str, str]:
    parts = [part.strip() for part in reply["Content-Security-Policy"].split(";") if part.strip()]
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def test_the_policy_is_the_same_on_every_page_and_allows_nothing_unsafe(site):
    opened = clients(site)
    replies = {name: opened[visitor].get(site.path(name)) for name, visitor in readers().items()}
    replies["missing"] = opened[ANONYMOUS].get("/no/such/page/")
    replies["refused"] = opened["trainee"].get("/operations/")
    replies["led on"] = opened["trainee"].get("/")
    replies["answer"] = post_answer(opened["trainee"], site.open, "{}")
    for name, reply in replies.items():
        assert policy_of(reply) == POLICY, name
        assert "unsafe" not in reply["Content-Security-Policy"]
        assert reply["X-Content-Type-Options"] == "nosniff"
        assert reply["X-Frame-Options"] == "DENY"
        assert reply["Referrer-Policy"] == "same-origin"
