"""Answers that differ from their key, contests of those keys, and reviews of them, for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from assessments.domain import reviews
from assessments.domain.reviews import Decision
from assessments.models import Review
from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.keys import parse_key
from courseware.models import Enrolment, ItemVersion, User
from tests.faults.answering import PRACTICE, bodies_for, open_attempt, submit_body
from tests.people import MONDAY_9, People, make_person
from training.activities import ACTIVITIES
from training.domain import contests
from training.domain.attempts import finish, step_view
from training.domain.items import slugs_of
from training.models import Attempt, Contest, Response, Step

LATER = MONDAY_9 + timedelta(minutes=30)
REASON = "The text names nobody, so nobody is harmed by it."
WHY = "Nobody is named, and the guideline asks for a person."


def answers_to(version: ItemVersion) -> tuple[str, ...]:
    return reviews.guideline_of(version).answers_to(version.body)


def best_of(version: ItemVersion) -> str:
    return parse_key(version.key, answers_to(version)).best


def another_label(version: ItemVersion, number: int = 0) -> str:
    """A label that the key does not name as the best one."""
    return [label for label in answers_to(version) if label != best_of(version)][number]


def wrong_choice(step: Step) -> str:
    """An option, as the browser knows it, that earns nothing."""
    view, activity = step_view(step.attempt, step), ACTIVITIES[step.attempt.kind]
    key = view.item.key
    if "side" in key:
        return "right" if step.plan["left"] == key["side"] else "left"
    credits = parse_key(key, view.guideline.answers_to(view.item.body)).credits
    return next(option["id"] for option in activity.present(view)["options"] if option["id"] not in credits)


def answer_wrongly(
    enrolment: Enrolment, module: str = PRACTICE, *, version: ItemVersion | None = None, whole: bool = False
) -> Response:
    """The first step of an attempt answered against its key, or the one that asks `version`.

    `whole`: the other steps are answered, too, and the attempt is finished.
    """
    attempt = open_attempt(enrolment, module)
    steps = attempt.steps.select_related("attempt")
    step = steps.get(item_version=version) if version else steps.first()
    for body in bodies_for(attempt):
        if body["step"] == str(step.token):
            body["answer"] = {"choice": wrong_choice(step)}
        elif not whole:
            continue
        submit_body(enrolment.user, attempt, body, MONDAY_9)
    if whole:
        finish(enrolment.user, attempt.public_id, now=LATER)
    return Response.objects.select_related("attempt", "step__item_version__item").get(step=step)


def stored_answer(enrolment: Enrolment) -> Response:
    """One wrong answer in an open attempt, stored without doing what comes before it in the course."""
    course = program_of(enrolment.cohort.program_version_id)
    version = slugs_of(enrolment.cohort.program_version_id)[course.modules[PRACTICE].config["items"][0]]
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=PRACTICE,
        kind="practice",
        seed=1,
        length=1,
        started_at=MONDAY_9,
    )
    step = Step.objects.create(attempt=attempt, position=0, item_version=version)
    return Response.objects.create(
        step=step,
        attempt=attempt,
        uuid=uuid4(),
        request_hash="",
        answer={"choice": wrong_choice(step)},
        confidence=0.8,
        credit=0,
        correct=False,
        received_at=MONDAY_9,
    )


def contest(
    response: Response, reason: str = REASON, *, reviewed: bool = True, now: datetime = LATER + timedelta(minutes=1)
) -> Contest:
    """Their owner's contest, and the review it opens unless told otherwise."""
    attempt = Attempt.objects.select_related("enrolment__user").get(pk=response.attempt_id)
    made = contests.contest(attempt.enrolment.user, attempt.public_id, response.step.position, reason, now=now)
    if reviewed:
        jobs.run_due()
    return made


@dataclass
class Reviewed:
    """A contested item under review, and three people of operations who have nothing to do with it."""

    people: People
    review_id: UUID
    answers: tuple[str, ...]
    version: ItemVersion
    response: Response
    contest: Contest
    one: User
    two: User
    three: User

    @property
    def review(self) -> Review:
        return Review.objects.get(public_id=self.review_id)

    @property
    def best(self) -> str:
        return best_of(self.version)

    def other(self, number: int = 0) -> str:
        return another_label(self.version, number)

    def decide(self, by: User, label: str, ambiguity: str = "clear", reason: str = WHY) -> Review:
        decision = Decision({"label": label}, ambiguity, reason)
        return reviews.adjudicate(self.review_id, by, decision, now=LATER + timedelta(hours=1))

    def settle(self, by: User, label: str, ambiguity: str = "clear", reason: str = WHY) -> Review:
        decision = Decision({"label": label}, ambiguity, reason)
        return reviews.settle(self.review_id, by, decision, now=LATER + timedelta(hours=2))


def under_review(people: People) -> Reviewed:
    response = answer_wrongly(people.enrolment)
    made = contest(response)
    version = response.step.item_version
    others = [
        make_person(f"operations-{number}@attune.example", f"Ola Operations {number}", is_operations=True)
        for number in (2, 3)
    ]
    return Reviewed(
        people=people,
        review_id=Review.objects.get(item=version.item_id).public_id,
        answers=answers_to(version),
        version=version,
        response=response,
        contest=made,
        one=people.operations,
        two=others[0],
        three=others[1],
    )
