"""Rationales scored, and graded by instructors who know neither what the program found nor whether it was right."""

import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assessments.domain import rationale_grading as grading
from assessments.domain.rationale_agreement import MIN_FOR_KAPPA, Agreement, agreement, agreement_of
from assessments.domain.rationale_estimates import by_words
from assessments.forms_rationales import RationaleForm
from assessments.measures.agreement import cohen_kappa
from assessments.measures.intervals import bootstrap
from assessments.models import RationaleGrade, Score
from courseware.domain import jobs
from courseware.domain.enrolments import enrol
from courseware.mentions import NAME
from tests.clients import text_of
from tests.corrected import correct_item, key_for
from tests.people import JOINED, MONDAY_9, People, make_person
from tests.rationales import REASONS, set_with_reasons, stored_reasons
from tests.test_arrows import HEAVY, ROOT
from training.domain.attempts import NotFound
from training.domain.items import view
from training.domain.regrading import regrade
from training.models import Attempt, Response


def reading(response: Response, there: bool = True) -> dict[str, bool]:
    return {factor["name"]: there for factor in response.step.item_version.factors}


def grade(people: People, response: Response, mentioned: dict[str, bool] | None = None) -> RationaleGrade:
    return grading.grade(
        people.instructor,
        people.cohort.public_id,
        response.attempt.public_id,
        response.step.position,
        mentioned=reading(response) if mentioned is None else mentioned,
        clarity=2,
        now=MONDAY_9,
    )


def page_of(people: People, response: Response) -> str:
    place = (people.cohort.public_id, response.attempt.public_id, response.step.position)
    return reverse("rationale_grade", args=place)


@pytest.fixture
def instructor(people: People) -> Client:
    client = Client()
    client.force_login(people.instructor)
    return client


class TestScore:
    def test_a_set_is_scored_where_labels_are_right_and_says_by_what(self, people: People):
        attempt = set_with_reasons(people.enrolment)
        jobs.run_due()
        score = Score.objects.get(attempt=attempt, measure="rationale_coverage")
        right = [r for r in attempt.responses.select_related("step__item_version__item") if r.correct]
        shares = [by_words(r.answer["parts"]["rationale"]["text"], view(r.step.item_version)).share for r in right]
        assert score.n == len(right) < attempt.length
        assert score.value == pytest.approx(sum(shares) / len(shares))
        assert score.note == f"estimated by {NAME}"

    def test_nothing_right_is_no_score_rather_than_none_covered(self, people: People):
        from assessments.domain.scorers.rationales import rationale_measures
        from training.domain.counting import counted

        wrong = stored_reasons(people.enrolment, right=False)
        assert rationale_measures(list(counted(Response.objects.filter(pk=wrong.pk)).select_related("step"))) == []


class TestGrading:
    def test_a_reading_is_stored_beside_the_estimate_of_that_moment(self, people: People):
        response = stored_reasons(people.enrolment)
        made = grade(people, response)
        estimate = by_words(REASONS, view(response.step.item_version))
        assert (made.estimated, made.estimator) == (estimate.mentioned, NAME)
        assert (made.grader, made.clarity, made.mentioned) == (people.instructor, 2, reading(response))

    def test_once_for_good_by_each(self, people: People):
        response = stored_reasons(people.enrolment)
        grade(people, response)
        with pytest.raises(grading.NotGradable, match="before"):
            grade(people, response, reading(response, there=False))
        people.cohort.instructors.add(people.other_instructor)
        grading.grade(
            people.other_instructor, people.cohort.public_id, response.attempt.public_id, 0,
            mentioned=reading(response, there=False), clarity=0, now=MONDAY_9,
        )  # fmt: skip
        assert RationaleGrade.objects.filter(response=response).count() == 2

    @pytest.mark.parametrize("mentioned", [{}, {"something else": True}])
    def test_every_factor_and_no_other_is_asked_for(self, people: People, mentioned):
        response = stored_reasons(people.enrolment)
        with pytest.raises(grading.NotGradable):
            grade(people, response, mentioned)

    def test_only_instructors_of_the_cohort_may(self, people: People):
        response = stored_reasons(people.enrolment)
        for user in (people.other_instructor, people.operations, people.trainee):
            with pytest.raises(Http404):
                grading.fetch(user, people.cohort.public_id, response.attempt.public_id, 0)
        with pytest.raises(NotFound):
            grading.fetch(people.other_instructor, people.other_cohort.public_id, response.attempt.public_id, 0)

    def test_nobody_grades_their_own(self, people: People):
        people.trainee.is_instructor = True
        people.trainee.save()
        people.cohort.instructors.add(people.trainee)
        stored_reasons(people.enrolment)
        assert grading.next_for(people.cohort, people.trainee) is None
        assert grading.next_for(people.cohort, people.instructor) is not None

    def test_what_is_read_next_is_what_one_has_not_read(self, people: People):
        written = {stored_reasons(one).pk for one in (people.enrolment, people.other_enrolment)}
        seen = []
        while (response := grading.next_for(people.cohort, people.instructor)) is not None:
            grade(people, response)
            seen.append(response.pk)
        assert set(seen) == written
        assert grading.progress(people.cohort, people.instructor) == grading.Progress(there=2, read=2, own=2)

    def test_what_counts_nowhere_and_what_is_not_finished_is_not_read(self, people: People):
        one, other = stored_reasons(people.enrolment), stored_reasons(people.other_enrolment)
        type(one.attempt).objects.filter(pk=one.attempt_id).update(completed_at=None, completed_on=None)
        type(other.attempt).objects.filter(pk=other.attempt_id).update(voided_at=MONDAY_9)
        assert grading.next_for(people.cohort, people.instructor) is None


class TestBlind:
    def test_the_page_before_grading_is_the_same_for_right_and_wrong(self, people: People, instructor: Client):
        """Neither label, key, correctness, name nor estimate: the page of another answer to the item is the same."""
        right, wrong = stored_reasons(people.enrolment), stored_reasons(people.other_enrolment, right=False)
        pages = [instructor.get(page_of(people, one)).content.decode() for one in (right, wrong)]
        assert strip(pages[0]) == strip(pages[1])
        assert "seems mentioned" not in pages[0]
        assert people.trainee.name not in pages[0]
        assert right.step.item_version.rationale not in pages[0]

    def test_estimate_and_correctness_follow(self, people: People, instructor: Client):
        response = stored_reasons(people.enrolment, right=False)
        sent = {f"factor_{number}": "no" for number in range(len(reading(response)))}
        reply = instructor.post(page_of(people, response), sent | {"clarity": "1"}, follow=True)
        page = reply.content.decode()
        assert "does not match the key, so" in page
        assert "seems " in page
        assert "Can be followed" in page
        assert NAME in page

    def test_after_a_correction_it_says_what_counts_now(self, people: People, instructor: Client):
        response = stored_reasons(people.enrolment, right=False)
        grade(people, response)
        regrade(correct_item(response.step.item_version, key=key_for(response.answer["choice"])), now=MONDAY_9)
        page = text_of(instructor, page_of(people, response))
        assert "The label that was chosen matches the key, which was corrected since." in page
        assert "counts nothing" not in page

    def test_an_unfinished_form_stores_nothing(self, people: People, instructor: Client):
        response = stored_reasons(people.enrolment)
        reply = instructor.post(page_of(people, response), {"clarity": "2"})
        assert reply.status_code == 200
        assert not RationaleGrade.objects.exists()

    def test_simulated_reasons_say_so(self, people: People, instructor: Client):
        response = set_with_reasons(people.enrolment).responses.select_related("attempt", "step").first()
        assert "badge-simulated" in instructor.get(page_of(people, response)).content.decode()

    def test_the_reasons_are_text(self, people: People, instructor: Client):
        response = stored_reasons(people.enrolment, "<script>alert(1)</script> because it says so outright")
        page = instructor.get(page_of(people, response)).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


class TestAgreement:
    def test_kappa_of_a_table_worked_out_by_hand(self):
        """[[20, 5], [10, 15]]: kappa .4 (Cohen's own vector in docs/measures.md)."""
        rows = [[1, 0, 0, 0]] * 20 + [[0, 1, 0, 0]] * 5 + [[0, 0, 1, 0]] * 10 + [[0, 0, 0, 1]] * 15
        told = agreement(rows)
        assert told.kappa == pytest.approx(0.4)
        assert told.low < 0.4 < told.high
        assert (told.low, told.high) == pytest.approx((0.15, 0.64), abs=0.06)
        assert told.same == pytest.approx(0.7)
        assert told.factors == told.rationales == 50

    def test_few_or_all_alike_have_no_kappa(self):
        few = agreement([[1, 0, 0, 1]] * (MIN_FOR_KAPPA - 1))
        alike = agreement([[2, 0, 0, 0]] * 20)
        nearly = agreement([[2, 0, 0, 0]] * 19 + [[0, 0, 0, 2]])
        assert few.kappa is alike.kappa is None
        assert nearly.kappa is None, "a third of the draws are all alike"
        assert alike.same == 1
        assert agreement([]) == Agreement()
        assert Agreement().same is None

    @pytest.mark.parametrize("seed", range(5))
    def test_it_is_what_the_measures_with_numbers_say(self, seed: int):
        rng = random.Random(seed)
        rows = [[rng.random() < share for share in (0.6, 0.2, 0.3, 0.5)] for _ in range(40)]
        told = agreement(rows)
        table = np.array(rows, dtype=float)
        low, high = bootstrap(
            lambda drawn: cohen_kappa(drawn.sum(axis=0).reshape(2, 2)), table, rng=np.random.default_rng(1)
        )
        assert told.kappa == pytest.approx(cohen_kappa(table.sum(axis=0).reshape(2, 2)))
        assert (told.low, told.high) == pytest.approx((low, high), abs=0.06)

    def test_it_says_the_same_each_time(self):
        rows = [[1, 0, 0, 1], [0, 1, 1, 0], [2, 0, 0, 1]] * 6
        assert agreement(rows) == agreement(rows)

    def test_simulated_people_are_told_apart_from_real_ones(self, people: People, instructor: Client):
        """The same words in an attempt that was simulated, of a simulated person, of a demonstration account."""
        kinds = {
            "of people": {},
            "simulated": {"is_simulated": True},
            "demo": {"is_demo": True},
        }
        for name, fields in kinds.items():
            user = make_person(f"{name.replace(' ', '')}@attune.example", name, **fields)
            grade(people, stored_reasons(enrol(user, people.cohort, now=JOINED)))
        attempt = stored_reasons(people.enrolment).attempt
        Attempt.objects.filter(pk=attempt.pk).update(is_simulated=True)
        grade(people, attempt.responses.get())
        (told,) = agreement_of(people.cohort)
        assert (told.estimator, told.real.rationales, told.simulated.rationales) == (NAME, 1, 3)
        assert told.simulated.factors == 3 * told.real.factors
        page = text_of(instructor, reverse("rationales", args=[people.cohort.public_id]))
        assert page.count("not enough yet") == 2

    def test_the_page_tells_it(self, people: People, instructor: Client):
        set_with_reasons(people.enrolment, seed=1)
        set_with_reasons(people.other_enrolment, seed=2)
        rng = random.Random(1)
        while (response := grading.next_for(people.cohort, people.instructor)) is not None:
            grade(people, response, {name: rng.random() < 0.5 for name in reading(response)})
        (told,) = agreement_of(people.cohort)
        assert told.real == Agreement()
        assert told.simulated.rationales >= MIN_FOR_KAPPA
        assert told.simulated.kappa is not None
        page = instructor.get(reverse("rationales", args=[people.cohort.public_id])).content.decode()
        assert f"<strong>{told.simulated.kappa:.2f}</strong>" in page
        assert page.count("not enough yet") == 1
        assert "This is about the match of words" in page
        assert "nothing here tells how far people agree with it" in page
        assert "You have read all of them." in page

    def test_a_cohort_without_any_says_what_will_appear(self, people: People, instructor: Client):
        page = instructor.get(reverse("rationales", args=[people.cohort.public_id])).content.decode()
        assert "Nothing to read yet" in page


def test_what_an_item_says_of_a_factor_is_text_on_the_form():
    form = RationaleForm([{"name": "<b>one</b>", "text": "<script>alert(1)</script>"}])
    page = render_to_string("_form.html", {"form": form})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<b>" not in page


def test_what_serves_the_page_loads_no_numbers(tmp_path: Path):
    """The same as tests/test_arrows.py holds of the start of a process: neither the view nor a kappa brings numpy."""
    program = (
        "import sys, courseware.wsgi, assessments.views.rationales; "
        "from django.template.loader import render_to_string; "
        "from assessments.domain.rationale_agreement import Agreements, agreement; "
        "told = agreement([[1, 0, 0, 1], [0, 1, 1, 0], [2, 0, 0, 1]] * 6); "
        "page = render_to_string('assessments/_rationale_agreement.html', {'line': told, 'who': 'Real people'}); "
        f"print('{{:.2f}}'.format(told.kappa) in page, sorted({HEAVY!r} & set(sys.modules)))"
    )
    database = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"DJANGO_ENV": "test", "DATABASE_URL": database, "VAR_DIR": str(tmp_path), "REDIS_URL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.strip() == "True []"


def strip(page: str) -> str:
    """What stands on the page, without the token of its form."""
    before, _, rest = page[page.index("<h1>") : page.index("</main>")].partition('name="csrfmiddlewaretoken" value="')
    return before + rest.partition('"')[2]
