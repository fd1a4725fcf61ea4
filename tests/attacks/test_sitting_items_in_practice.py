"""Attack: meet the items of an exam beforehand in practice, where each answer shows the key."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courseware.domain import forms_of_items as forms
from courseware.domain.bank import Wanted
from courseware.models import Form
from tests.clients import signed_in, text_of
from tests.faults.answering import PAIRS, PRACTICE, bodies_for, open_attempt, submit_body
from tests.people import MONDAY_9, People
from training.domain.exposure_control import usable_in_sitting
from training.models import Step


@pytest.fixture
def form(people: People) -> Form:
    """An exam that takes some of every set that the course practises."""
    filters = forms.Filters(Wanted(bank="foundations"), practised=True)
    pool = forms.candidates(filters, forms.free_versions(filters), {})
    draft = forms.draft(pool, ["Exam"], len(pool.candidates) // 2, seed=1)
    (made,) = forms.build(draft, "foundations", "exam", by=people.operations, now=MONDAY_9)
    return made


@pytest.mark.parametrize("module", [PRACTICE, PAIRS])
def test_no_practice_attempt_asks_an_item_of_a_form(people, form, module):
    named = set(open_attempt(people.enrolment, module).steps.values_list("item_version__item", flat=True))
    held = set(form.entries.values_list("item_id", flat=True))
    assert named
    assert not named & held
    assert not Step.objects.filter(item_version__item__in=held).exists()


def test_the_page_of_an_attempt_does_not_hold_their_texts(people, form):
    attempt = open_attempt(people.enrolment, PRACTICE, now=timezone.now())
    page = text_of(signed_in(people.trainee), reverse("attempt", args=[attempt.public_id]))
    (versions,) = forms.versions_in([form]).values()
    texts = [version.body["text"] for version in versions if "text" in version.body]
    assert texts
    assert not [text for text in texts if text[:40] in page]


def test_who_met_one_before_the_form_was_built_is_not_asked_it(people, form):
    """Through an attempt that was planned before, and answered after."""
    held = form.entries.values_list("item_id", flat=True)
    early = form.entries.first().item
    form.entries.all().delete()
    type(early).objects.update(sittings_only=False)
    attempt = open_attempt(people.enrolment)
    planned = list(attempt.steps.values_list("item_version__item", flat=True))
    for place, item in enumerate(planned):
        form.entries.create(item_id=item, position=place)
    type(early).objects.filter(pk__in=planned).update(sittings_only=True)
    for body in bodies_for(attempt):
        submit_body(people.trainee, attempt, body, MONDAY_9)
    assert set(held) == set(planned)
    assert usable_in_sitting(people.trainee.pk, form).usable == ()
    assert set(usable_in_sitting(people.other_trainee.pk, form).usable) == set(planned)


@pytest.mark.parametrize("visitor", ["trainee", "instructor", "stranger"])
def test_only_operations_can_read_a_form(people, form, visitor):
    client = signed_in(people.by_name[visitor])
    for name in ("bank_form", "bank_form_items"):
        assert client.get(reverse(name, args=[form.public_id])).status_code == 403
