"""/progress/: where one is against the cut, how it came about, what is missing, and one's own certificates."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from assessments.domain import certification
from assessments.domain.trajectories import trajectory_of
from assessments.gate_cards import card, missing, sections, without_a_gate
from assessments.gates import Evidence, Verdict, judge
from courseware.domain.enrolments import enrol, give_consent
from tests.clients import signed_in, text_of
from tests.decided import issue, passed_gates, stand
from tests.evidence import POOR, load_general_policy, make_ready
from tests.people import JOINED, People
from tests.practised import days_in_all, practise
from training.activities.base import SimulatedPerson

WORDS = re.compile(r"<[^>]+>")


@pytest.fixture
def client(people: People) -> Client:
    return signed_in(people.trainee)


def words(page: str) -> str:
    return " ".join(WORDS.sub(" ", page).split())


def gates_by_id(people: People):
    from assessments.domain.policies import policy_of

    return {gate.id: gate for gate in policy_of(load_general_policy().pk).gates}


def test_every_gate_shows_estimate_interval_cut_and_verdict(people: People, client: Client):
    version = make_ready(people.enrolment)
    page = text_of(client, "/progress/")
    for standing in trajectory_of(people.enrolment, version).latest:
        assert standing.title in page
    assert page.count('class="interval iv-') == 4
    assert page.count('class="line-chart"') == 4
    assert len(re.findall(r"cut \d", page)) >= 4
    assert words(page).count("Passed") >= 4
    assert "95&nbsp;% interval" in page


def test_a_chart_has_an_interval_at_every_point_and_its_table_the_same_numbers(people: People, client: Client):
    version = load_general_policy()
    practise(people.enrolment, 3)
    page = text_of(client, "/progress/")
    readings = trajectory_of(people.enrolment, version).readings
    points = sum(len(found) for found in readings.values())
    assert points > 6
    assert page.count('class="plot-whisker"') == page.count('class="plot-dot') == points
    assert page.count("<details") >= 8
    for reading in readings["attention"]:
        assert f"{reading.standing.estimate:.2f} ({reading.standing.low:.2f} to {reading.standing.high:.2f})" in page


def test_an_attempt_that_adds_nothing_to_a_gate_is_no_point_of_it(people: People):
    version = load_general_policy()
    practise(people.enrolment, 4)
    readings = trajectory_of(people.enrolment, version).readings
    # Day 1 is evidence for no gate, nor is a drill at a level of one's own or of another kind.
    assert [reading.module for reading in readings["attention"]] == ["w1d2-sart", "w1d4-sart"]
    assert [reading.module for reading in readings["accuracy"]] == ["w1d2-support", "w1d3-severity", "w1d4-support"]


def test_what_is_missing_is_said_in_items(people: People, client: Client):
    practise(people.enrolment, 1)
    assert text_of(client, "/progress/").count("What counts towards it begins on day 2.") == 4
    practise(people.other_enrolment, 2)
    page = words(text_of(signed_in(people.other_trainee), "/progress/"))
    assert "135 more trials until it is judged." in page
    assert "What counts towards it begins on day 2. It is decided by at most 22 pairs, often by fewer." in page


def test_missing_by_verdict(people: People):
    gates = gates_by_id(people)
    accuracy, attention = gates["accuracy"], gates["attention"]
    right = judge(accuracy, Evidence(n=40, answers=(True,) * 40))
    wrong = judge(accuracy, Evidence(n=40, answers=(False,) * 40))
    some = judge(accuracy, Evidence(n=3, answers=(True,) * 3))
    looked_at_twice = replace(attention, maximum=900)
    close = judge(looked_at_twice, Evidence(n=800, value=1.2, standard_error=0.4))
    assert right.verdict is Verdict.PASS
    assert missing(accuracy, right) == "Nothing is missing here."
    assert "later ones do not change that" in missing(accuracy, wrong)
    most = accuracy.maximum - 3
    assert missing(accuracy, some) == f"Roughly {some.more} more items until it is decided; {most} at the most."
    assert missing(attention, close) == "Too close to the cut to tell. At most 100 more trials, then it is decided."
    judged = f"It is judged from {attention.minimum} trials on."
    assert missing(attention, None) == f"What counts towards it begins on day 2. {judged}"
    assert missing(replace(attention, from_day=1), None) == f"Nothing counts towards it yet. {judged}"
    almost = judge(attention, Evidence(n=attention.minimum - 1, value=2.0, standard_error=0.3))
    assert missing(attention, almost) == "1 more trial until it is judged."


def test_a_failed_gate_is_plain_and_no_reproach(people: People, client: Client):
    practise(people.enrolment, 4, POOR)
    page = words(text_of(client, "/progress/"))
    assert "Not passed" in page
    assert "Your instructor can tell you what follows" in page


def test_capacities_without_a_gate_are_named_and_are_not_said_to_be_unmeasured(people: People, client: Client):
    practise(people.enrolment, 1)
    page = text_of(client, "/progress/")
    ungated = page[page.index("In no gate of this policy") :]
    assert "Emotional regulation" in ungated
    assert "Nuance tolerance" in ungated
    assert "Sustained attention" not in ungated
    # Above it stands where both are measured.
    assert "Not measured" not in page
    assert page.index("Measured only if you choose the ladder") < page.index("In no gate of this policy")


def test_sections_follow_the_policy(people: People):
    version = load_general_policy()
    cards = [card(gate, None, []) for gate in gates_by_id(people).values()]
    assert [section.title for section in sections(cards)] == [
        "The labels themselves",
        "Metacognitive awareness",
        "Sustained attention",
    ]
    assert without_a_gate(cards) == ["Emotional regulation", "Nuance tolerance"]
    assert version.number == 1


def test_before_the_first_attempt_every_gate_is_there(people: People, client: Client):
    load_general_policy()
    page = text_of(client, "/progress/")
    assert page.count("Not begun") == 4
    assert f"0 of {days_in_all(people.enrolment)}" in page
    assert '<svg class="line-chart"' not in page


def test_without_a_policy_the_page_says_so(people: People, client: Client):
    page = text_of(client, "/progress/")
    assert "No certification policy covers this course yet" in page
    assert "Sustained attention" not in page


def test_without_a_course_the_page_says_what_will_appear(people: People):
    page = text_of(signed_in(people.stranger), "/progress/")
    assert "Nothing to show yet" in page
    assert "None yet. A certificate appears here" in page


def test_own_certificates_lead_to_their_public_page(people: People, client: Client):
    certificate = issue(people.enrolment, by=people.operations)
    foreign = issue(people.other_enrolment, by=people.operations)
    page = text_of(client, "/progress/")
    assert f'href="/verify/{certificate.public_id}/"' in page
    assert str(foreign.public_id) not in page
    certification.revoke(certificate.public_id, people.operations, "Issued by mistake.", now=timezone.now())
    assert "Revoked" in text_of(client, "/progress/")


def test_a_deferral_is_shown_with_its_reason(people: People, client: Client):
    version = stand(people.enrolment, Verdict.PASS).policy_version
    assert "Every gate is passed" in text_of(client, "/progress/")
    reason = "One more day of pairs, please."
    certification.defer(people.enrolment.public_id, version.pk, people.operations, reason, now=timezone.now())
    page = text_of(client, "/progress/")
    assert reason in page
    assert "Every gate is passed" not in page


def test_one_of_several_courses_is_chosen_by_the_address_and_never_somebody_else_s(people: People, client: Client):
    second = enrol(people.trainee, people.other_cohort, now=JOINED)
    give_consent(second, now=JOINED)
    practise(people.enrolment, 1)
    newest = text_of(client, "/progress/")
    assert people.other_cohort.name in newest
    assert newest.count("Not begun") == 4
    chosen = text_of(client, f"/progress/?course={people.enrolment.public_id}")
    assert f"1 of {days_in_all(people.enrolment)}" in chosen
    for foreign in (people.other_enrolment.public_id, people.foreign_enrolment.public_id, "nonsense"):
        assert words(text_of(client, f"/progress/?course={foreign}")) == words(newest)


def test_every_attempt_can_be_read_one_by_one(people: People, client: Client):
    practise(people.enrolment, 2, SimulatedPerson(skill=0.7))
    page = text_of(client, "/progress/")
    assert page.count("Every attempt, one by one") == 3
    for name in ("Response time variability", "Calibration error", "Accuracy"):
        assert f'<th scope="col">{name}</th>' in page
    assert "Day 2: Does the source say so?" in page


def test_another_policy_s_standing_is_none_of_this_one_s(people: People):
    version = load_general_policy()
    stand(people.other_enrolment, Verdict.PASS)
    assert trajectory_of(people.enrolment, version).latest == ()
    assert len(trajectory_of(people.other_enrolment, version).latest) == len(passed_gates(version))
