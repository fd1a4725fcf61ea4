"""From a wrong key to a changed one in the browser: contest it from the feedback, decide on it, settle it."""

from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Review
from courseware.domain import jobs
from courseware.domain.programs import program_of
from tests.browser.attempts import address
from tests.browser.looking import check, look
from tests.browser.modules import person
from tests.browser.steps import expect_path, tab_to
from tests.browser.test_layout import PHONE, TOO_WIDE
from tests.contested import REASON, WHY, another_label, best_of, wrong_choice
from tests.faults.answering import open_attempt
from tests.people import make_person
from training.domain.attempts import step_view


def test_a_key_is_contested_decided_on_and_settled(page, live_people, sign_in):
    people = live_people
    attempt = open_attempt(people.enrolment)
    step = attempt.steps.select_related("attempt", "item_version__item").first()
    labels = [label.id for label in step_view(attempt, step).guideline.labels]

    sign_in(page, people.trainee)
    person.visit(page, address(attempt))
    person.answer_by_keyboard(page, str(labels.index(wrong_choice(step)) + 1))
    link = page.get_by_role("link", name="Contest this key")
    tab_to(page, link)
    check(page)
    page.keyboard.press("Enter")
    expect_path(page, reverse("answer_contest", args=[attempt.public_id, 0]))
    tab_to(page, page.get_by_label("Why is the key wrong?"))
    page.keyboard.type(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting to be looked at")).to_be_visible()
    check(page)
    page.get_by_role("link", name=attempt_title(attempt)).click()
    expect_path(page, address(attempt))

    jobs.run_due()
    review = Review.objects.get()
    version = review.item_version
    other = make_person("second@attune.example", "Sol Second", is_operations=True)
    path = reverse("bank_review", args=[review.public_id])
    names = dict(zip(labels, page_names(attempt, step), strict=True))
    for who, label in ((people.operations, best_of(version)), (other, another_label(version))):
        sign_in(page, who)
        page.goto("/operations/bank/reviews/")
        page.get_by_role("link", name=str(version.item)).click()
        expect_path(page, path)
        decide(page, names[label])
    expect(page.get_by_text("The other one differs")).to_be_visible()
    look(page, path)
    page.set_viewport_size(PHONE)
    for where in (path, "/operations/bank/reviews/?show=disagreed", "/operations/bank/reviews/?show=suggested"):
        page.goto(where)
        assert page.evaluate(TOO_WIDE) == []
    page.goto(path)
    decide(page, names[another_label(version)], button="Settle")
    expect(page.get_by_text("Key changed: version 2")).to_be_visible()
    check(page)

    sign_in(page, people.trainee)
    look(page, reverse("answer_contest", args=[attempt.public_id, 0]))
    expect(page.get_by_text("The key was changed")).to_be_visible()


def decide(page, name: str, button: str = "Store my decision") -> None:
    page.locator("#id_answer").get_by_label(name, exact=True).check()
    page.get_by_label("Clear: careful readers agree on it").check()
    page.get_by_label("Why", exact=True).fill(WHY)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messages .notice-good")).to_be_visible()


def attempt_title(attempt) -> str:
    return program_of(attempt.program_version_id).modules[attempt.module].title


def page_names(attempt, step) -> list[str]:
    return [label.name for label in step_view(attempt, step).guideline.labels]
