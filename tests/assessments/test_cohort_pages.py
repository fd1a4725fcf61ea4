"""The instructor's pages: who is on track, who needs somebody, and each trainee's answers beside their keys."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain.answers import answers_of
from assessments.domain.cohort_table import Show, cohort_table
from assessments.gates import Verdict
from courseware.domain.enrolments import enrol, give_consent, withdraw_consent
from courseware.models import Cohort, Enrolment, User
from tests.clients import signed_in, text_of
from tests.decided import issue, stand
from tests.evidence import POOR, load_general_policy
from tests.faults.answering import DRILL, PRACTICE
from tests.people import COURSE_START, JOINED, People, make_person
from tests.practised import attempt_of, days_in_all, drill_on, finish_everything, practise
from training.domain.rulings import rule

# The Monday after the five days of week 1.
WEEK_AFTER = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
MOST_QUERIES = 9


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.instructor)


def cohort_url(people: People, query: str = "") -> str:
    return reverse("cohort", args=[people.cohort.public_id]) + query


def trainee_url(enrolment: Enrolment, query: str = "") -> str:
    return reverse("trainee", args=[enrolment.cohort.public_id, enrolment.public_id]) + query


def names(page: str) -> list[str]:
    """The trainees of the table, in order."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def join(people: People, name: str) -> Enrolment:
    user = make_person(f"{name.lower()}@attune.example", name)
    enrolment = enrol(user, people.cohort, now=JOINED)
    give_consent(enrolment, now=JOINED)
    return enrolment


def table(people: People, now: datetime = WEEK_AFTER):
    return cohort_table(people.cohort, now=now)


def row_of(people: People, user: User, now: datetime = WEEK_AFTER):
    return next(row for row in table(people, now).rows if row.enrolment.user_id == user.pk)


def test_a_row_tells_days_activity_and_estimates_against_the_cut(people: People, client: Client):
    practise(people.enrolment, 2)
    with time_machine.travel(datetime(2026, 1, 7, 12, 0, tzinfo=UTC), tick=False):
        page = text_of(client, cohort_url(people))
    row = page[page.index("Tara Trainee") : page.index("</tr>", page.index("Tara Trainee"))]
    assert f"2 of {days_in_all(people.enrolment)}" in row
    assert "yesterday" in row
    assert "UTC" in row
    assert "On track; day 3 is next." in row
    # Position consistency has no pair seen twice yet: words instead of a drawing.
    assert row.count('class="iv-range"') == row.count('class="iv-cut"') == 3 + ("Nothing recorded yet" not in row)
    assert page.count("cut ") >= 4


def test_who_needs_most_comes_first(people: People):
    practise(people.enrolment, 5)
    practise(people.other_enrolment, 3, POOR)
    idle = join(people, "Ida Idle")
    assert [str(row.enrolment.user) for row in table(people).rows] == ["Ida Idle", "Theo Trainee", "Tara Trainee"]
    assert row_of(people, idle.user).concerns[0].text == "Has not started."
    assert row_of(people, people.other_trainee).concerns[0].text.startswith("Not passed: ")
    assert row_of(people, people.trainee).concerns == ()


def test_lateness_is_by_the_trainee_s_own_calendar(people: People):
    practise(people.enrolment, 1)
    late = row_of(people, people.trainee, datetime(2026, 1, 8, 12, 0, tzinfo=UTC))
    assert late.situation.days_late == 2
    assert late.situation.quiet_days == 3
    # At noon UTC on the 8th it is the 9th already in Kiritimati.
    people.trainee.time_zone = "Pacific/Kiritimati"
    people.trainee.save()
    assert row_of(people, people.trainee, datetime(2026, 1, 8, 12, 0, tzinfo=UTC)).situation.days_late == 3


def test_drills_that_went_wrong_are_said(people: People):
    load_general_policy()
    drill_on(people.enrolment, DRILL, now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC), timing_valid=False)
    drill_on(people.other_enrolment, DRILL, now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC), void=20)
    noon = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    assert row_of(people, people.trainee, noon).concerns[0].text == "The last drill could not be timed on their device."
    assert row_of(people, people.other_trainee, noon).concerns[0].text.startswith("Too many trials of the last drill")


def test_only_the_newest_drill_counts_and_none_that_an_instructor_has_looked_at(people: People):
    load_general_policy()
    nine, noon = datetime(2026, 1, 5, 9, 0, tzinfo=UTC), datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
    drill_on(people.enrolment, DRILL, now=nine, timing_valid=False)
    drill_on(people.enrolment, DRILL, now=nine + timedelta(hours=1))
    assert row_of(people, people.trainee, noon).concerns == ()
    attempt = drill_on(people.other_enrolment, DRILL, now=nine)
    reason = "They wore somebody else's glasses."
    rule(attempt, code="instructor", voids=True, reoffers=True, reason=reason, by=people.instructor, now=noon)
    assert row_of(people, people.other_trainee, noon).concerns == ()


def test_those_who_are_out_need_nobody(people: People):
    stand(people.enrolment, Verdict.FAIL)
    issue(people.enrolment, by=people.operations)
    withdraw_consent(people.other_enrolment, now=WEEK_AFTER)
    gone = join(people, "Gus Gone")
    Enrolment.objects.filter(pk=gone.pk).update(left_at=WEEK_AFTER)
    said = {str(row.enrolment.user): row.status for row in table(people).rows if not row.needs}
    assert said == {
        "Tara Trainee": "Certified.",
        "Theo Trainee": "Withdrew consent; nothing more is recorded.",
        "Gus Gone": "Left the course.",
    }


def test_filters_are_in_the_address(people: People, client: Client):
    finish_everything(people.enrolment)
    with time_machine.travel(WEEK_AFTER, tick=False):
        everybody = text_of(client, cohort_url(people))
        assert names(everybody) == ["Theo Trainee", "Tara Trainee"]
        assert names(text_of(client, cohort_url(people, "?show=needs"))) == ["Theo Trainee"]
        assert names(text_of(client, cohort_url(people, "?show=finished"))) == ["Tara Trainee"]
        assert names(text_of(client, cohort_url(people, "?show=user__password"))) == names(everybody)
    assert 'href="?show=needs"' in everybody
    assert everybody.count('aria-current="true"') == 1
    assert table(people).count(Show.ALL) == 2


def test_the_heat_map_counts_the_modules_of_each_day(people: People, client: Client):
    practise(people.enrolment, 2)
    drill_on(people.enrolment, "w1d3-city", now=datetime(2026, 1, 7, 9, 0, tzinfo=UTC))
    cells = row_of(people, people.trainee).cells
    assert [(cell.done, cell.of) for cell in cells[:5]] == [(4, 4), (5, 5), (2, 5), (0, 5), (0, 4)]
    assert [cell.level for cell in cells[:5]] == [4, 4, 2, 0, 0]
    assert [(cell.done, cell.level) for cell in cells[5:]] == [(0, 0)] * (days_in_all(people.enrolment) - 5)
    page = text_of(client, cohort_url(people))
    assert 'class="heat-2">2<' in page


def test_simulated_people_are_labelled(people: People, client: Client):
    User.objects.filter(pk=people.trainee.pk).update(is_simulated=True)
    Cohort.objects.filter(pk=people.cohort.pk).update(is_simulated=True)
    assert text_of(client, cohort_url(people)).count("badge-simulated") == 2
    assert "badge-simulated" in text_of(client, "/cohorts/")
    assert "badge-simulated" in text_of(client, trainee_url(people.enrolment))


def test_an_empty_cohort_says_what_will_appear(people: People):
    Enrolment.objects.filter(cohort=people.other_cohort).update(cohort=people.cohort)
    page = text_of(signed_in(people.other_instructor), reverse("cohort", args=[people.other_cohort.public_id]))
    assert "Nobody has joined yet" in page
    assert reverse("cohort_people", args=[people.other_cohort.public_id]) in page
    assert "data-charts" not in page


def test_the_list_shows_one_s_own_cohorts(people: People, client: Client):
    page = text_of(client, "/cohorts/")
    assert people.cohort.name in page
    assert people.other_cohort.name not in page
    assert reverse("cohort_new") in page
    assert "5 January 2026" in page
    with time_machine.travel(WEEK_AFTER, tick=False):
        assert re.findall(r'data-label="(?:Trainees|Active lately)">(\d+)<', text_of(client, "/cohorts/")) == ["2", "0"]
    practise(people.enrolment, 2)
    with time_machine.travel(datetime(2026, 1, 8, tzinfo=UTC), tick=False):
        assert re.findall(r'data-label="(?:Trainees|Active lately)">(\d+)<', text_of(client, "/cohorts/")) == ["2", "1"]


def test_without_a_cohort_the_list_leads_to_the_first(people: People, client: Client):
    people.cohort.instructors.clear()
    page = text_of(client, "/cohorts/")
    assert "No cohort yet" in page
    assert page.count("button-primary") == 1


def test_only_those_who_teach_it_see_a_cohort(people: People):
    urls = [cohort_url(people), cohort_url(people, "?part=charts"), trainee_url(people.enrolment)]
    wanted = {"instructor": 200, "other_instructor": 404, "operations": 403, "trainee": 403, "stranger": 403}
    for name, status in wanted.items():
        assert {signed_in(people.by_name[name]).get(url).status_code for url in urls} == {status}, name


def test_a_trainee_of_another_cohort_is_not_found_under_one_s_own(people: People, client: Client):
    mixed = reverse("trainee", args=[people.cohort.public_id, people.foreign_enrolment.public_id])
    assert client.get(mixed).status_code == 404


def test_the_trainee_page_tells_all_causes_and_every_attempt(people: People, client: Client):
    practise(people.enrolment, 3, POOR)
    with time_machine.travel(WEEK_AFTER, tick=False):
        page = text_of(client, trainee_url(people.enrolment))
    assert "Why this needs you" in page
    assert "2 days behind." in page
    assert "Not passed: " in page
    assert page.count("Answers and keys") == 14
    assert "Response time variability" not in page  # at most two numbers an attempt
    assert page.count('class="line-chart"') >= 3


def test_answers_stand_beside_their_keys_and_reasons(people: People, client: Client):
    practise(people.enrolment, 1, POOR)
    attempt = attempt_of(people.enrolment, PRACTICE)
    page = text_of(client, trainee_url(people.enrolment, f"?attempt={attempt.public_id}"))
    for answered in answers_of(attempt).steps:
        assert answered.key
        assert answered.rationale
        assert answered.item in page
    assert page.count("Differs from the key") + page.count("Agrees with the key") + page.count("Part credit") == 10
    assert "Confidence" in page


def test_pairs_and_lessons_are_shown_as_they_were_seen(people: People):
    practise(people.enrolment, 1)
    pair = answers_of(attempt_of(people.enrolment, "w1d1-pairs")).steps[0]
    assert [label for label, _ in pair.passages] == ["Prompt", "Left", "Right"]
    assert {pair.chosen, pair.key} <= {"Left", "Right"}
    lesson = answers_of(attempt_of(people.enrolment, "w1d1-lesson")).steps[0]
    assert lesson.passages == ()
    assert lesson.question.endswith("?")


def test_a_drill_is_shown_by_its_blocks(people: People, client: Client):
    load_general_policy()
    attempt = drill_on(people.enrolment, DRILL, now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC), void=3)
    blocks = answers_of(attempt).drills[0].blocks
    assert [block.number for block in blocks] == [0, 1, 2, 3, 4, 5]
    assert {block.void for block in blocks} == {3}
    page = text_of(client, trainee_url(people.enrolment, f"?attempt={attempt.public_id}"))
    assert "Practice, not counted" in page


def test_answers_of_an_open_attempt_are_not_shown(people: People, client: Client):
    practise(people.enrolment, 1)
    practise(people.other_enrolment, 1)
    practise(people.foreign_enrolment, 1)
    open_attempt = people.enrolment.attempts.create(
        program_version=people.version, module="w1d2-lesson", kind="lesson", seed=1, length=1, started_at=JOINED
    )
    with pytest.raises(ValueError, match="completed"):
        answers_of(open_attempt)
    foreign = attempt_of(people.foreign_enrolment, PRACTICE).public_id
    sibling = attempt_of(people.other_enrolment, PRACTICE).public_id
    for wrong in (open_attempt.public_id, foreign, sibling, "nonsense", ""):
        assert client.get(trainee_url(people.enrolment, f"?attempt={wrong}")).status_code == 404


def test_markup_in_a_name_stays_text(people: People, client: Client):
    User.objects.filter(pk=people.trainee.pk).update(name="</script><img src=x onerror=alert(1)>")
    practise(people.enrolment, 1)
    for url in (cohort_url(people), cohort_url(people, "?part=charts"), trainee_url(people.enrolment)):
        page = text_of(client, url)
        assert "<img" not in page
        assert page.count("</script") == page.count("<script")


def test_the_number_of_queries_does_not_grow_with_the_cohort(people: People, client: Client):
    practise(people.enrolment, 1)
    text_of(client, cohort_url(people))
    few = queries(client, cohort_url(people))
    for number in range(6):
        enrolment = join(people, f"Fellow{number}")
        practise(enrolment, 1 + number % 2)
    assert few == queries(client, cohort_url(people)) == MOST_QUERIES
    assert queries(client, cohort_url(people, "?part=charts")) == MOST_QUERIES - 1  # without who asks to be contacted


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        text_of(client, url)
    return len(captured)


def test_started_today_is_active_today(people: People):
    practise(people.enrolment, 1)
    last = row_of(people, people.trainee).last_active
    assert last.date() == COURSE_START
    assert row_of(people, people.trainee, last + timedelta(minutes=1)).situation.quiet_days == 0
