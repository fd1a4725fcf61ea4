"""/operations/care/: what is in force, setting it anew, and what of it stays on record."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from courseware.models import AuditEvent, User
from tests.clients import signed_in, text_of
from tests.faults.crowd import at_once
from tests.ladder_course import TUESDAY_9, Climbers
from tests.training.care.care_form import as_sent
from training.domain.care import NAMES, ChangedMeanwhile, care_in_force, changes, history, set_care
from training.forms_care import CONFIRMATION
from training.models import CarePolicy, MoodCheck

CARE = "/operations/care/"
DUTY = {"duty_name": "Dana Duty", "duty_email": "dana.duty@example.org"}
CAUTION = "Not an evidence-based threshold: ask a clinician."


@pytest.fixture
def operations(climbers: Climbers) -> Client:
    return signed_in(climbers.operations)


def values(**changed: object) -> dict[str, object]:
    return {name: getattr(care_in_force(), name) for name in NAMES} | changed


def words_of(response) -> str:
    return response.content.decode()


class TestInForce:
    def test_the_defaults_are_called_guesses_and_each_group_of_limits_carries_the_caution(self, operations):
        page = text_of(operations, CARE)
        assert "nobody has set anything yet" in page
        assert page.count(CAUTION) == 4
        assert "Not yet: it runs every night" in page

    def test_since_when_by_whom_and_what_was_different_before(self, climbers, operations):
        operations.post(CARE, as_sent(per_day=6, **DUTY))
        page = text_of(operations, CARE)
        assert "set by <bdi>Otto Operations</bdi>" in page
        assert "Charged items in any 24 hours: 8 to 6" in page
        assert "Name of the duty person: changed" in page
        assert "belongs to no operations account" in page

    def test_what_is_missing_is_said(self, climbers, operations):
        page = text_of(operations, CARE)
        assert "Nobody is named whom people can talk to" in page
        assert "No duty person is named" in page
        operations.post(
            CARE,
            as_sent(contacts="* | A desk | room 1", duty_name="Otto", duty_email=climbers.operations.email),
        )
        assert "Still missing" not in text_of(operations, CARE)


class TestSaving:
    def test_every_field_is_set_by_a_new_row_and_the_old_one_stays(self, climbers, operations):
        new = dict(
            offered=False, per_day=3, per_week=9, hard_rung=1, rest_hours=72, highest_rung=2, distress_stop=50,
            break_every=2, mood_days=30, contacts="PT | A desk | room 1 | 9 to 17", **DUTY,
        )  # fmt: skip
        operations.post(CARE, as_sent(per_day=6))
        operations.post(CARE, as_sent(**new))
        first, second = CarePolicy.objects.order_by("pk")
        assert (first.per_day, first.offered, first.made_by) == (6, True, climbers.operations)
        assert {name: getattr(second, name) for name in NAMES} == new | {
            "contacts": [{"country": "PT", "name": "A desk", "reach": "room 1", "hours": "9 to 17"}]
        }
        assert care_in_force() == second

    def test_where_nothing_differs_nothing_is_saved(self, operations):
        for _ in range(2):
            response = operations.post(CARE, as_sent(), follow=True)
            assert "Nothing differs" in words_of(response)
        assert not CarePolicy.objects.exists()
        assert not AuditEvent.objects.filter(stream="care").exists()

    def test_the_audit_has_fields_and_numbers_and_nobody_s_name_or_address(self, climbers, operations):
        operations.post(CARE, as_sent(per_day=6, offered=False, contacts="* | Cora Contact | room 1", **DUTY))
        event = AuditEvent.objects.get(action="care.changed")
        assert (event.actor, event.subject) == (
            climbers.operations,
            f"training.carepolicy:{CarePolicy.objects.get().pk}",
        )
        assert event.data == {
            "offered": "switched off",
            "per_day": "8 to 6",
            "duty_name": "changed",
            "duty_email": "changed",
            "contacts": "0 to 1",
        }

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"per_day": 25}, "per_week"),
            ({"per_day": 0}, "per_day"),
            ({"per_week": 201}, "per_week"),
            ({"rest_hours": 721}, "rest_hours"),
            ({"distress_stop": 101}, "distress_stop"),
            ({"break_every": 21}, "break_every"),
            ({"mood_days": 731}, "mood_days"),
            ({"hard_rung": 6}, "hard_rung"),
            ({"duty_name": "Dana"}, "duty_email"),
            ({"duty_email": "dana@example.org"}, "duty_name"),
            ({"contacts": "* | A | b\nnonsense"}, "contacts"),
        ],
    )
    def test_what_does_not_fit_is_refused_beside_its_field(self, operations, changed, field):
        response = operations.post(CARE, as_sent(**changed))
        assert list(response.context["form"].errors) == [field]
        assert f'id="id_{field}_error"' in words_of(response)
        assert not CarePolicy.objects.exists()

    def test_an_error_in_the_contacts_names_its_line(self, operations):
        response = operations.post(CARE, as_sent(contacts="* | A | b\nnonsense\n\n* | | c"))
        assert "Line 2: expected country | name" in words_of(response)
        assert "Line 4: the name is missing." in words_of(response)

    def test_nobody_without_the_role_sets_it_even_past_the_page(self, climbers):
        with pytest.raises(PermissionDenied):
            set_care(values(per_day=1), began_from=0, by=climbers.instructor, now=TUESDAY_9)


class TestRungsFourAndFive:
    def test_off_by_default(self):
        assert CarePolicy().highest_rung == 3

    @pytest.mark.parametrize(
        ("sent", "wrong"),
        [
            ({}, {"highest_rung", "confirmation"}),
            ({"confirmation": CONFIRMATION}, {"highest_rung"}),
            (DUTY, {"confirmation"}),
            (DUTY | {"confirmation": "yes"}, {"confirmation"}),
        ],
    )
    def test_need_a_duty_person_and_the_words(self, operations, sent, wrong):
        response = operations.post(CARE, as_sent(highest_rung=4, **sent))
        assert set(response.context["form"].errors) == wrong
        assert not CarePolicy.objects.exists()

    def test_stay_on_when_something_else_is_saved_and_each_is_confirmed_by_itself(self, operations):
        operations.post(CARE, as_sent(highest_rung=4, confirmation=f" {CONFIRMATION.upper()} ", **DUTY))
        operations.post(CARE, as_sent(per_day=5))
        assert (care_in_force().highest_rung, care_in_force().per_day) == (4, 5)
        assert "confirmation" in operations.post(CARE, as_sent(highest_rung=5)).context["form"].errors

    def test_the_duty_person_cannot_leave_while_they_are_on(self, operations):
        operations.post(CARE, as_sent(highest_rung=5, confirmation=CONFIRMATION, **DUTY))
        response = operations.post(CARE, as_sent(duty_name="", duty_email=""))
        assert "highest_rung" in response.context["form"].errors

    def test_the_page_says_whose_content_and_whose_duty_it_is(self, operations):
        page = text_of(operations, CARE)
        assert "your organisation’s own content" in page
        assert "under the organisation’s own duty of care" in page

    def test_the_database_refuses_it_too(self, climbers):
        with pytest.raises(IntegrityError), transaction.atomic():
            set_care(values(highest_rung=4), began_from=0, by=climbers.operations, now=TUESDAY_9)


class TestTwoAtOnce:
    def test_the_second_is_told_and_keeps_what_they_entered(self, climbers, operations):
        stale = as_sent(per_day=4)
        operations.post(CARE, as_sent(per_week=20))
        response = operations.post(CARE, stale)
        assert response.status_code == 409
        assert "It was changed meanwhile" in words_of(response)
        assert "Charged items in any 7 days: 20 to 24" in words_of(response)
        assert response.context["form"]["per_day"].value() == "4"
        assert CarePolicy.objects.count() == 1
        # Sent once more, knowingly.
        operations.post(CARE, stale | {"version": response.context["form"]["version"].value()})
        assert (care_in_force().per_day, care_in_force().per_week) == (4, 24)

    def test_of_many_at_the_same_moment_one_is_saved(self, live_climbers: Climbers):
        by, sent = live_climbers.operations, values()

        def save(day: int) -> bool:
            try:
                return set_care(sent | {"per_day": day}, began_from=0, by=by, now=TUESDAY_9) is not None
            except ChangedMeanwhile:
                return False

        assert sum(at_once(*(lambda day=day: save(day) for day in (1, 2, 3, 4)))) == 1
        assert CarePolicy.objects.count() == AuditEvent.objects.filter(action="care.changed").count() == 1


class TestOnRecord:
    def test_rows_cannot_be_changed_or_deleted(self, operations):
        operations.post(CARE, as_sent(per_day=6))
        table = CarePolicy._meta.db_table
        for statement in (f"UPDATE {table} SET per_day = 7", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

    def test_history_says_what_each_time_changed_back_to_the_defaults(self, climbers):
        for day in (6, 5, 4):
            began_from = care_in_force().pk or 0
            set_care(values(per_day=day), began_from=began_from, by=climbers.operations, now=TUESDAY_9)
        assert [setting.changes["per_day"] for setting in history(10)] == ["5 to 4", "6 to 5", "8 to 6"]
        assert [setting.changes["per_day"] for setting in history(2)] == ["5 to 4", "6 to 5"]

    def test_every_field_that_can_be_set_is_compared(self):
        fields = {field.name for field in CarePolicy._meta.get_fields()}
        assert set(NAMES) == fields - {"id", "made_by", "created_at"}
        other = CarePolicy(
            offered=False, per_day=1, per_week=2, hard_rung=0, rest_hours=1, highest_rung=0, distress_stop=1,
            break_every=1, mood_days=1, duty_name="A", duty_email="a@example.org", contacts=[{}],
        )  # fmt: skip
        assert set(changes(CarePolicy(), other)) == set(NAMES)


class TestMood:
    @pytest.mark.parametrize(("days", "kept_for"), [(30, 30), (120, 90)])
    def test_a_shorter_time_holds_for_what_is_stored_and_a_longer_one_does_not(self, climbers, days, kept_for):
        taken = timezone.now()
        check = MoodCheck.objects.create(
            user=climbers.trainee,
            cohort=climbers.cohort,
            moment="after",
            distress=10,
            taken_at=taken,
            erase_at=taken + timedelta(days=90),
        )
        set_care(values(mood_days=days), began_from=0, by=climbers.operations, now=taken)
        check.refresh_from_db()
        assert check.erase_at == taken + timedelta(days=kept_for)


def test_what_the_page_costs(climbers, operations, django_assert_max_num_queries):
    User.objects.filter(pk=climbers.operations.pk).update(email=DUTY["duty_email"])
    operations.post(CARE, as_sent(per_day=6, **DUTY))
    with django_assert_max_num_queries(9):
        operations.get(CARE)
