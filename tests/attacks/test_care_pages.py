"""The pages of the duty of care, tried by those they are not for, and with what their forms do not have."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.ladder_course import TUESDAY_9, Climbers
from tests.people import JOINED, make_cohort, make_person
from tests.training.care.care_form import as_sent
from tests.training.care.seen import seen_step
from training.domain import help as contact
from training.domain import reports
from training.models import CarePolicy, ContactRequest, ContentReport

WHO = ("anonymous", "trainee", "other_trainee", "instructor", "other_instructor", "operations", "stranger")
OUTCOME = {"outcome": "Looked at and kept."}
# name -> method, and what each of WHO gets; 302 of somebody anonymous leads to the sign-in page.
MATRIX = {
    "help": ("get", (302, 200, 200, 200, 200, 200, 200)),
    "contact_ask": ("post", (302, 302, 404, 404, 404, 404, 404)),
    "contact_withdraw": ("post", (302, 302, 404, 404, 404, 404, 404)),
    "contact_answered": ("post", (302, 403, 403, 302, 404, 403, 403)),
    "report_content": ("both", (302, 200, 404, 404, 404, 404, 404)),
    "care": ("both", (302, 403, 403, 403, 403, 200, 403)),
    "reports": ("get", (302, 403, 403, 403, 403, 200, 403)),
    "report": ("both", (302, 403, 403, 403, 403, 200, 403)),
}

# The same in every process that collects the tests.
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def at(climbers: Climbers) -> dict[str, Any]:
    """Each address, and a form that it accepts."""
    contact.ask(climbers.trainee, climbers.enrolment.public_id, now=TUESDAY_9)
    asked = ContactRequest.objects.get()
    step = seen_step(climbers.enrolment)
    reports.make(step, climbers.trainee, reason="risk", note="", now=TUESDAY_9)
    other = seen_step(climbers.enrolment, "c2-2")
    report = ContentReport.objects.get()
    return {
        "help": ((), {}),
        "contact_ask": ((), {"enrolment": climbers.enrolment.public_id}),
        "contact_withdraw": ((), {"request": asked.public_id}),
        "contact_answered": ((climbers.cohort.public_id, asked.public_id), {}),
        "report_content": ((other.attempt.public_id, other.token), {"reason": "risk"}),
        "care": ((), as_sent(per_day=5)),
        "reports": ((), {}),
        "report": ((report.public_id,), OUTCOME),
    }


@pytest.fixture
def clients(climbers: Climbers) -> dict[str, Client]:
    other_instructor = make_person("other.instructor@attune.example", "Olaf", is_instructor=True)
    make_cohort("Elsewhere", climbers.version, other_instructor)
    people = {
        "trainee": climbers.trainee,
        "other_trainee": climbers.other_trainee,
        "instructor": climbers.instructor,
        "other_instructor": other_instructor,
        "operations": climbers.operations,
        "stranger": make_person("stranger@attune.example", "Sam"),
    }
    return {"anonymous": Client()} | {name: signed_in(person) for name, person in people.items()}


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(name, at, clients):
    method, expected = MATRIX[name]
    arguments, form = at[name]
    path = reverse(name, args=arguments)
    if method in ("get", "both"):
        assert tuple(clients[who].get(path).status_code for who in WHO) == expected
    else:
        looked = [client.get(path) for who, client in clients.items() if who != "anonymous"]
        # Where trainees are sent after signing in anew: to the page that has the form.
        assert {reply.get("Location", reply.status_code) for reply in looked} <= {403, 405, reverse("help")}
    if method == "get":
        assert clients["operations"].post(path).status_code == 405
        return
    # Whoever may, does it last: the others meet it as it was.
    allowed = {who for who, status in zip(WHO, expected, strict=True) if status in (200, 302) and who != "anonymous"}
    before = state()
    for who, status in zip(WHO, expected, strict=True):
        if who not in allowed:
            assert clients[who].post(path, form).status_code == status, who
    assert state() == before
    for who in allowed:
        assert clients[who].post(path, form).status_code == 302, who


def state() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (CarePolicy, ContactRequest, ContentReport)]


class TestIdsOfOthers:
    def test_a_request_under_another_cohort_of_one_s_own(self, climbers, at, clients):
        own = make_cohort("Also Irma’s", climbers.version, climbers.instructor)
        (_, asked), _ = at["contact_answered"]
        path = reverse("contact_answered", args=[own.public_id, asked])
        assert clients["instructor"].post(path).status_code == 404
        assert ContactRequest.objects.get().answered_at is None

    def test_a_step_under_another_sitting(self, climbers, at, clients):
        theirs = seen_step(climbers.other_enrolment)
        path = reverse("report_content", args=[theirs.attempt.public_id, at["report_content"][0][1]])
        for who in ("trainee", "other_trainee"):
            assert clients[who].get(path).status_code == 404

    @pytest.mark.parametrize("sent", ["", "nonsense", "0", NOBODY, "' OR 1=1 --", "\x00"])
    @pytest.mark.parametrize(("name", "field"), [("contact_ask", "enrolment"), ("contact_withdraw", "request")])
    def test_ids_that_are_none(self, clients, at, name, field, sent):
        assert clients["trainee"].post(reverse(name), {field: sent}).status_code == 404

    def test_what_is_not_there(self, climbers, clients):
        assert clients["operations"].get(reverse("report", args=[uuid4()])).status_code == 404
        assert clients["trainee"].get(reverse("report_content", args=[uuid4(), uuid4()])).status_code == 404


class TestFieldsThatAFormDoesNotHave:
    FORGED = datetime(2001, 1, 1, tzinfo=UTC)

    def test_care(self, climbers, at, clients):
        forged = {
            "made_by": climbers.trainee.pk, "made_by_id": climbers.trainee.pk, "created_at": self.FORGED.isoformat(),
            "id": 77, "pk": 77,
        }  # fmt: skip
        clients["operations"].post(reverse("care"), as_sent(per_day=5) | forged)
        care = CarePolicy.objects.get()
        assert care.made_by == climbers.operations
        assert care.created_at > JOINED
        assert care.pk != 77

    def test_a_version_that_was_made_up_saves_nothing(self, clients, at):
        for version in ("1", "99", "-1", str(2**70), "x", ""):
            response = clients["operations"].post(reverse("care"), as_sent(per_day=5) | {"version": version})
            assert response.status_code in (200, 409)
        assert not CarePolicy.objects.exists()

    def test_report(self, climbers, at, clients):
        arguments, form = at["report_content"]
        forged = {
            "reported_by": climbers.other_trainee.pk, "handled_by": climbers.trainee.pk, "outcome": "Forged",
            "handled_at": self.FORGED.isoformat(), "created_at": self.FORGED.isoformat(), "item_version": 1,
        }  # fmt: skip
        clients["trainee"].post(reverse("report_content", args=arguments), form | forged)
        made = ContentReport.objects.latest("pk")
        assert (made.reported_by, made.handled_by, made.outcome) == (climbers.trainee, None, "")
        assert (made.created_at > JOINED, made.item_version.item.slug) == (True, "c2-2")

    def test_handling(self, climbers, at, clients):
        forged = {"handled_by": climbers.trainee.pk, "handled_at": self.FORGED.isoformat(), "note": "Forged"}
        clients["operations"].post(reverse("report", args=at["report"][0]), OUTCOME | forged)
        handled = ContentReport.objects.get()
        assert (handled.handled_by, handled.note) == (climbers.operations, "")
        assert handled.handled_at is not None
        assert handled.handled_at > JOINED


def test_where_one_is_led_after_marking_is_never_what_was_sent(at, climbers, clients):
    arguments, _ = at["contact_answered"]
    response = clients["instructor"].post(
        reverse("contact_answered", args=arguments), {"back": "https://evil.example", "next": "https://evil.example"}
    )
    assert response["Location"] == reverse("cohort", args=[climbers.cohort.public_id])


def test_script_in_what_is_written_is_shown_as_text(at, climbers, clients):
    bad = "<script>alert(1)</script>"
    sent = as_sent(contacts=f"{bad} | {bad} | {bad} | {bad}", duty_name=bad, duty_email="d@example.org")
    clients["operations"].post(reverse("care"), sent)
    arguments, _ = at["report_content"]
    clients["trainee"].post(reverse("report_content", args=arguments), {"reason": "risk", "note": bad})
    report = ContentReport.objects.latest("pk")
    clients["operations"].post(reverse("report", args=[report.public_id]), {"outcome": bad})
    pages = {
        "operations": ("/operations/care/", "/operations/reports/", reverse("report", args=[report.public_id])),
        "trainee": ("/help/", reverse("report_content", args=arguments)),
    }
    for who, paths in pages.items():
        for path in paths:
            page = clients[who].get(path).content.decode()
            assert bad not in page, path
    assert "&lt;script&gt;alert(1)" in clients["trainee"].get("/help/").content.decode()


def test_nothing_is_sent_without_the_token_of_a_form(climbers, at):
    strict = signed_in(climbers.operations, enforce_csrf_checks=True)
    for name in ("care", "report"):
        assert strict.post(reverse(name, args=at[name][0]), at[name][1]).status_code == 403
    assert not CarePolicy.objects.exists()
