"""What somebody does on the pages of the ladder, by the forms that the pages hold, as without scripts."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courseware.domain.content import store
from courseware.models import Enrolment, User
from tests.ladder_course import Climbers, join, ladder_content
from tests.people import JOINED, make_cohort, make_person
from training.models import Attempt, CarePolicy

LADDER = "/exposure/"


class _Forms(HTMLParser):
    """The forms of a page: {action: {field: value}}; radio buttons by the first, boxes only checked."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._fields = self.found.setdefault(given.get("action") or "", {})
        elif given.get("type") == "checkbox" and "checked" not in given:
            return  # not sent
        elif tag in ("input", "button") and given.get("name") and self._fields is not None:
            self._fields.setdefault(str(given["name"]), given.get("value") or "on")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._fields = None


def forms(page: str) -> dict[str, dict[str, str]]:
    return _Forms(page).found


def read(client: Client, path: str) -> str:
    """The page at `path`, after whatever leads on from there."""
    reply = client.get(path, follow=True)
    assert reply.status_code == 200, f"{path}: {reply.status_code}"
    return reply.content.decode()


def words(page: str) -> str:
    """What is between the tags, with one space between words."""
    body = re.sub(r"<script.*?</script>", " ", page.partition("<body>")[2], flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def press(client: Client, page: str, ending: str, **fields: str) -> str:
    """Send the form of the page whose address ends so, as it stands but for `fields`; gives the page that follows."""
    (action,) = (action for action in forms(page) if action.endswith(ending))
    return send(client, action, forms(page)[action] | fields)


def send(client: Client, action: str, fields: dict[str, str]) -> str:
    reply = client.post(action, fields, follow=True)
    assert reply.status_code == 200, f"{action}: {reply.status_code}"
    return reply.content.decode()


def sitting_path(attempt: Attempt) -> str:
    return reverse("exposure_sitting", args=[attempt.public_id])


def agree(client: Client, enrolment: Enrolment, tier: int = 1) -> str:
    path = reverse("exposure_tier", args=[enrolment.public_id, tier])
    form = forms(read(client, path))[""] | {"action": "give", "agree": "on"}
    return client.post(path, form, follow=True).content.decode()


def begin(client: Client, enrolment: Enrolment, rung: int = 0, *, tier: int = 1) -> Attempt:
    """The sitting of that rung, with consent to its tier; its first item is hidden."""
    agree(client, enrolment, tier)
    start = reverse("exposure_start", args=[enrolment.public_id])
    reply = client.post(start, forms(read(client, LADDER))[start] | {"rung": str(rung)})
    attempt = Attempt.objects.get(kind="exposure", completed_at=None, enrolment=enrolment)
    assert reply["Location"] == sitting_path(attempt)
    return attempt


def without_a_ladder(climbers: Climbers) -> Enrolment:
    """Somebody in a course that has no ladder."""
    content = ladder_content()
    flat = replace(content, program=replace(content.program, slug="flat", ladder=None))
    cohort = make_cohort("Flat", store(flat, now=JOINED).version, climbers.instructor)
    return join(make_person("flat@attune.example", "Flo Flat"), cohort)


def set_care(by: User, **limits: object) -> CarePolicy:
    return CarePolicy.objects.create(made_by=by, created_at=timezone.now(), **limits)
