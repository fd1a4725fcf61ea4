"""/progress/reactivity/: one's own numbers, in words and with intervals, and nobody else's."""

import re
from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.domain.reactivity_cards import STEP_ENDS, reactivity_cards
from assessments.domain.reactivity_lines import Measured, Reactivity, ReactivityLine
from courseware.domain.content import store
from courseware.domain.enrolments import enrol
from courseware.models import Cohort, User
from tests.assessments.reactivity.two_scales import join_two_scales, two_scales_program
from tests.clients import signed_in, text_of
from tests.exposed import DAY, all_pairs, sit
from tests.ladder_course import TUESDAY_9, Climbers, charged, ladder_content
from tests.people import COURSE_START, JOINED, People
from training.models import CarePolicy

URL = "/progress/reactivity/"


def page_of(person: User) -> str:
    return re.sub(r"\s+", " ", text_of(signed_in(person), URL))


def test_who_did_not_choose_the_ladder_reads_that_nothing_is_missing(climbers: Climbers):
    page = page_of(climbers.trainee)
    assert "Nothing was measured, and nothing is missing" in page
    assert "from 8 pairs on" in page
    assert f"{reverse('exposure')}?course={climbers.enrolment.public_id}" in page
    assert '<svg class="iv' not in page


def test_a_course_without_a_ladder_says_so_and_progress_does_not_name_it(climbers: Climbers):
    content = ladder_content()
    plain = replace(content, program=replace(content.program, slug="plain", ladder=None), items=())
    version = store(plain, now=JOINED).version
    cohort = Cohort.objects.create(name="Plain", program_version=version, starts_on=COURSE_START, created_at=JOINED)
    enrolment = enrol(climbers.trainee, cohort, now=TUESDAY_9)
    course = f"?course={enrolment.public_id}"
    assert "Not part of this course" in text_of(signed_in(climbers.trainee), URL + course)
    assert URL not in text_of(signed_in(climbers.trainee), reverse("progress") + course)


def test_somebody_in_no_course_is_told_so(people: People):
    assert "Nothing to show yet" in page_of(people.stranger)


def test_under_eight_pairs_it_counts_and_shows_no_number(climbers: Climbers):
    all_pairs(climbers.enrolment, pairs=6, wrong=set(charged(0)))
    sit(climbers.enrolment, 0, ["c0-8"], TUESDAY_9 + 2 * DAY)
    page = page_of(climbers.trainee)
    assert "6 pairs" in page
    assert "Numbers appear from 8 pairs on" in page
    assert "1 text that you judged is in no pair." in page
    # Nothing asks for more.
    assert not re.search(r"\d of \d+ pairs|needed|\bmore pairs|waits? for", page)
    assert "points</strong>" not in page
    assert '<svg class="iv' not in page


def test_numbers_come_with_their_intervals_and_with_words(climbers: Climbers):
    all_pairs(climbers.enrolment, wrong=set(charged(0)), ms=dict.fromkeys(charged(0), 18_000) | {"n0-1": 9_010})
    page = page_of(climbers.trainee)
    assert "You were right less often on charged texts than on their twins, beyond what chance explains." in page
    assert re.search(r"\+100 points</strong> \(95&nbsp;% interval \+\d+ to \+100\), from 8 pairs", page)
    assert re.search(r"[+−]0.\d\d steps</strong> \(95&nbsp;% interval [+−]\d.\d\d to [+−]\d.\d\d\), from 8 pairs", page)
    assert "2.00 times as long" in page
    assert "8 to 20 pairs tell only large differences" in page
    assert page.count('class="iv bias-strip"') == 2
    # The table has the same numbers.
    assert page.count("+100 points</strong>") == 2


def test_the_whole_ladder_comes_first_where_there_are_several_tiers(climbers: Climbers):
    all_pairs(climbers.enrolment, 0)
    all_pairs(climbers.enrolment, 2, TUESDAY_9 + 7 * DAY)
    titles = re.findall(r'<h2 class="card-title" id="line-\d">([^<]+)<', page_of(climbers.trainee))
    assert titles == ["The whole ladder", "Tier 1: Tier 1", "Tier 2: Tier 2"]


def test_each_scale_is_named_and_steps_of_two_are_not_pooled(climbers: Climbers):
    enrolment = join_two_scales(climbers.trainee)
    all_pairs(enrolment, 0)
    all_pairs(enrolment, 2, TUESDAY_9 + 7 * DAY)
    page = re.sub(r"\s+", " ", text_of(signed_in(climbers.trainee), f"{URL}?course={enrolment.public_id}"))
    whole, first, second = page.split('<article class="card reactivity-card"')[1:]
    assert "a step of one is no step of another" in whole
    assert "Right answers lost on charged texts" in whole
    assert whole.count('class="iv bias-strip"') == 1
    assert "Labels of charged texts beside their twins: Severity<" in first
    assert "higher or lower on “Severity” than their twins" in first
    assert "Labels of charged texts beside their twins: Urgency<" in second
    assert "Urgency" not in first
    assert "severe" not in second.partition("</article>")[0]
    assert page.count("not pooled") == 2


def test_the_way_that_labels_differ_is_said_in_steps_of_their_own_scale():
    line = ReactivityLine(2, 8, scale="urgency", lost=Measured(0.0, -0.2, 0.2, 8), steps=Measured(-0.5, -0.8, -0.2, 8))
    (card,) = reactivity_cards(Reactivity((line,), line, TUESDAY_9), two_scales_program())
    assert card.scale == "Urgency"
    assert card.steps.sentence == (
        "Labels of charged texts: 0.50 steps lower on “Urgency” than on their twins, beyond what chance explains."
    )


def test_it_says_what_it_does_not_say_and_who_sees_it(climbers: Climbers):
    all_pairs(climbers.enrolment)
    page = page_of(climbers.trainee)
    assert "Not how you felt, and not how you are" in page
    assert "not your instructor, not operations" in page
    for unwanted in ("Unspoken", "rank", "better than", "percentile", climbers.other_trainee.name):
        assert unwanted not in page


def test_nobody_reads_another_s_and_there_is_no_address_for_it(climbers: Climbers):
    all_pairs(climbers.enrolment, wrong=set(charged(0)))
    foreign = f"{URL}?course={climbers.enrolment.public_id}"
    for other in (climbers.other_trainee, climbers.instructor, climbers.operations):
        page = text_of(signed_in(other), foreign)
        assert "points</strong>" not in page
        assert climbers.trainee.name not in page
    assert signed_in(climbers.trainee).post(URL).status_code == 405


def test_it_asks_to_sign_in(client, db):
    assert client.get(URL).status_code == 302


def test_progress_leads_there_where_the_ladder_is_offered(climbers: Climbers):
    progress = text_of(signed_in(climbers.trainee), reverse("progress"))
    assert f"{URL}?course={climbers.enrolment.public_id}" in progress
    assert "Measured only if you choose the ladder" in progress
    CarePolicy.objects.create(offered=False, made_by=climbers.operations, created_at=TUESDAY_9)
    assert URL not in text_of(signed_in(climbers.trainee), reverse("progress"))
    all_pairs(climbers.enrolment)
    assert URL in text_of(signed_in(climbers.trainee), reverse("progress"))


def test_it_takes_few_queries_however_much_was_judged(climbers: Climbers):
    def queries() -> int:
        client = signed_in(climbers.trainee)
        with CaptureQueriesContext(connection) as asked:
            text_of(client, URL)
        return len(asked)

    all_pairs(climbers.enrolment, 0)
    queries()
    before = queries()
    all_pairs(climbers.enrolment, 2, TUESDAY_9 + 7 * DAY)
    assert queries() == before == 4


def test_drawings_of_one_kind_have_one_scale():
    program = ladder_content().program
    lines = [
        ReactivityLine(tier, 8, lost=Measured(0.1, -0.1, high, 8), steps=Measured(0.1, -0.2, 0.45, 8))
        for tier, high in ((1, 0.3), (2, 0.55))
    ]
    cards = reactivity_cards(Reactivity(tuple(lines), ReactivityLine(None, 16), TUESDAY_9), program)
    assert [card.lost and card.lost.end for card in cards] == [None, "60 points", "60 points"]
    assert cards[1].steps.end == f"{STEP_ENDS[0]:g} step"
    assert cards[1].lost.strip.at == cards[2].lost.strip.at
    assert cards[1].lost.strip.high < cards[2].lost.strip.high
