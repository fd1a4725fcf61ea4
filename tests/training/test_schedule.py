"""When days and modules open: by the program's rules, in the trainee's own zone."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.curriculum import Program, Rules
from tests.programs import make_program
from training.domain.schedule import Schedule, State, opening_dates, plan

MONDAY = date(2026, 1, 5)
NEW_YORK, LISBON, TOKYO = ZoneInfo("America/New_York"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Tokyo")
AUCKLAND, HONOLULU = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")


def at(day: int, hour: int = 12, month: int = 1, zone: ZoneInfo | None = None) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=zone or UTC)


def done(program: Program, *days: int, at: datetime) -> dict[str, datetime]:
    """The given days (counted from 1), every module completed at one moment."""
    return {module.slug: at for day in days for module in program.days[day - 1].modules}


def states(schedule: Schedule) -> str:
    """One letter a day: Done, Open, Locked."""
    return "".join(day.state[0].upper() for day in schedule.days)


class TestOpeningDates:
    def test_days_open_on_practice_weekdays_from_the_start(self):
        assert opening_dates(Rules(), MONDAY, 7) == [date(2026, 1, day) for day in (5, 6, 7, 8, 9, 12, 13)]

    def test_a_start_on_a_day_off_waits_for_the_next_practice_day(self):
        assert opening_dates(Rules(), date(2026, 1, 10), 1) == [date(2026, 1, 12)]

    def test_other_weekdays_give_other_dates(self):
        assert opening_dates(Rules(practice_weekdays=(2, 7)), MONDAY, 3) == [
            date(2026, 1, 6),
            date(2026, 1, 11),
            date(2026, 1, 13),
        ]

    @given(
        weekdays=st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
        start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        days=st.integers(0, 60),
    )
    def test_one_date_a_day_rising_and_only_on_practice_weekdays(
        self, weekdays: tuple[int, ...], start: date, days: int
    ):
        dates = opening_dates(Rules(practice_weekdays=weekdays), start, days)
        assert len(dates) == days
        assert all(earlier < later for earlier, later in itertools.pairwise(dates))
        assert all(start <= on and on.isoweekday() in weekdays for on in dates)


class TestOrder:
    def test_on_the_first_day_its_first_module_is_open_and_nothing_else(self):
        schedule = plan(make_program(), MONDAY, {}, now=at(5), zone=UTC)
        assert states(schedule) == "OLLLL"
        assert [module.state for module in schedule.days[0].modules] == [State.OPEN, State.LOCKED]
        assert schedule.next_module is not None
        assert schedule.next_module.module.slug == "d1m1"
        assert schedule.reason_for("d1m2") == "The module before it is not finished yet."
        assert schedule.reason_for("d2m1") == "It opens when the day before it is finished."

    def test_before_the_start_everything_is_locked_and_the_date_is_named(self):
        schedule = plan(make_program(), MONDAY, {}, now=at(4, 23), zone=UTC)
        assert states(schedule) == "LLLLL"
        assert schedule.next_module is None
        assert schedule.reason_for("d1m1") == "It opens on Monday 5 January."

    def test_a_finished_day_opens_the_next_one_on_its_own_date_only(self):
        program = make_program()
        monday_done = done(program, 1, at=at(5))
        assert states(plan(program, MONDAY, monday_done, now=at(5, 13), zone=UTC)) == "DLLLL"
        assert states(plan(program, MONDAY, monday_done, now=at(6, 0), zone=UTC)) == "DOLLL"

    def test_without_day_order_whatever_has_its_date_is_open(self):
        program = make_program(day_order=False, max_days_per_date=7)
        assert states(plan(program, MONDAY, {}, now=at(7), zone=UTC)) == "OOOLL"

    def test_without_module_order_all_modules_of_an_open_day_are_open(self):
        schedule = plan(make_program(module_order=False), MONDAY, {}, now=at(5), zone=UTC)
        assert {module.state for module in schedule.days[0].modules} == {State.OPEN}

    def test_a_module_done_early_does_not_open_the_one_after_a_gap(self):
        program = make_program(modules_per_day=3)
        schedule = plan(program, MONDAY, {"d1m2": at(5)}, now=at(5), zone=UTC)
        assert [module.state for module in schedule.days[0].modules] == [State.OPEN, State.DONE, State.LOCKED]

    def test_when_all_days_are_done_nothing_is_next(self):
        program = make_program((1, 1))
        schedule = plan(program, MONDAY, done(program, 1, 2, at=at(6)), now=at(7), zone=UTC)
        assert schedule.finished
        assert (schedule.current, schedule.next_module, schedule.days_done) == (None, None, 2)

    def test_modules_that_the_program_no_longer_has_are_passed_over(self):
        schedule = plan(make_program(), MONDAY, {"dropped": at(5)}, now=at(5), zone=UTC)
        assert states(schedule) == "OLLLL"


class TestSpacing:
    def test_missed_days_are_caught_up_two_a_date(self):
        program = make_program()
        two_done = done(program, 1, 2, at=at(9, 10))
        schedule = plan(program, MONDAY, two_done, now=at(9, 12), zone=UTC)
        assert states(schedule) == "DDLLL"
        assert "practised 2 days today" in schedule.reason_for("d3m1")
        assert states(plan(program, MONDAY, two_done, now=at(10, 1), zone=UTC)) == "DDOLL"

    def test_the_second_day_begun_today_may_be_finished_today(self):
        program = make_program()
        begun = done(program, 1, at=at(9, 10)) | {"d2m1": at(9, 11)}
        schedule = plan(program, MONDAY, begun, now=at(9, 12), zone=UTC)
        assert schedule.days[1].state == State.OPEN
        assert schedule.days[1].minutes_left == 10

    def test_finishing_yesterdays_rest_counts_as_a_day_practised_today(self):
        program = make_program()
        begun_yesterday = {"d1m1": at(8), "d1m2": at(9, 8)} | done(program, 2, at=at(9, 9))
        assert states(plan(program, MONDAY, begun_yesterday, now=at(9, 10), zone=UTC)) == "DDLLL"

    def test_the_rule_is_the_programs(self):
        program = make_program(max_days_per_date=1)
        schedule = plan(program, MONDAY, done(program, 1, at=at(9)), now=at(9, 13), zone=UTC)
        assert states(schedule) == "DLLLL"
        assert "You have practised one day today" in schedule.reason_for("d2m1")


class TestZones:
    """All dates are the trainee's own; the server's clock is the only clock."""

    @pytest.mark.parametrize(
        ("zone", "now", "opened"),
        [
            (TOKYO, at(4, 15), True),  # already Monday 0:00 in Tokyo
            (TOKYO, at(4, 14), False),
            (NEW_YORK, at(5, 4), False),  # still Sunday 23:00 in New York
            (NEW_YORK, at(5, 5), True),
        ],
    )
    def test_a_day_opens_at_the_trainees_midnight(self, zone: ZoneInfo, now: datetime, opened: bool):
        schedule = plan(make_program(), MONDAY, {}, now=now, zone=zone)
        assert (schedule.days[0].state == State.OPEN) is opened

    def test_travelling_east_loses_nothing(self):
        program = make_program()
        completed = done(program, 1, at=at(5, 9, zone=HONOLULU))
        later_in_auckland = plan(program, MONDAY, completed, now=at(7, 9, zone=AUCKLAND), zone=AUCKLAND)
        assert states(later_in_auckland) == "DOLLL"

    def test_travelling_west_locks_the_next_day_until_its_date_comes_round_there(self):
        program = make_program()
        completed = done(program, 1, at=at(5, 20, zone=AUCKLAND))
        now = at(5, 21, zone=AUCKLAND)
        assert now.astimezone(HONOLULU).date() == date(2026, 1, 4)
        schedule = plan(program, MONDAY, completed, now=now, zone=HONOLULU)
        assert states(schedule) == "DLLLL"
        assert schedule.reason_for("d2m1") == "It opens on Tuesday 6 January."

    def test_a_change_of_zone_does_not_give_a_third_day_on_one_date(self):
        program = make_program()
        two_done = done(program, 1, 2, at=at(9, 1))  # Friday 01:00 UTC: Friday in Tokyo, Thursday in New York
        assert states(plan(program, MONDAY, two_done, now=at(9, 2), zone=TOKYO)) == "DDLLL"
        assert states(plan(program, MONDAY, two_done, now=at(9, 2), zone=NEW_YORK)) == "DDLLL"

    @pytest.mark.parametrize(
        ("month", "monday", "hours"),
        [(3, 30, 23), (10, 26, 25)],  # the Mondays after Lisbon's clock changes of 2026
    )
    def test_a_clock_change_moves_no_day(self, month: int, monday: int, hours: int):
        start = date(2026, month, monday) - timedelta(days=3)  # the Friday before
        program = make_program(practice_weekdays=(1, 2, 3, 4, 5, 6, 7))
        sunday_midnight = datetime(2026, month, monday, tzinfo=LISBON) - timedelta(days=1)
        monday_midnight = datetime(2026, month, monday, tzinfo=LISBON)
        assert monday_midnight.astimezone(UTC) - sunday_midnight.astimezone(UTC) == timedelta(hours=hours)
        completed = done(program, 1, 2, at=sunday_midnight - timedelta(days=1)) | done(
            program, 3, at=sunday_midnight.replace(hour=3)
        )
        before = monday_midnight.astimezone(UTC) - timedelta(seconds=1)
        assert states(plan(program, start, completed, now=before, zone=LISBON)) == "DDDLL"
        assert states(plan(program, start, completed, now=monday_midnight, zone=LISBON)) == "DDDOL"


class TestPrograms:
    @pytest.mark.parametrize("weeks", [(1,), (7,), (1, 7), (5, 5, 5, 5, 5, 5)])
    def test_done_day_by_day_on_the_opening_dates_every_program_comes_to_its_end(self, weeks: tuple[int, ...]):
        program = make_program(weeks)
        completed: dict[str, datetime] = {}
        for index, on in enumerate(opening_dates(program.rules, MONDAY, len(program.days))):
            now = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
            for module in program.days[index].modules:
                schedule = plan(program, MONDAY, completed, now=now, zone=UTC)
                assert schedule.next_module is not None
                assert schedule.next_module.module.slug == module.slug
                completed[module.slug] = now
        assert plan(program, MONDAY, completed, now=now, zone=UTC).finished

    @given(
        finished=st.integers(0, 12),
        days_later=st.integers(-3, 40),
        max_days=st.integers(1, 3),
        zone=st.sampled_from([NEW_YORK, LISBON, TOKYO, AUCKLAND, HONOLULU]),
    )
    def test_with_day_order_at_most_one_day_is_open_and_never_before_its_date(
        self, finished: int, days_later: int, max_days: int, zone: ZoneInfo
    ):
        program = make_program((5, 7), max_days_per_date=max_days)
        now = at(5) + timedelta(days=days_later)
        completed = done(program, *range(1, finished + 1), at=at(5) - timedelta(days=1))
        schedule = plan(program, MONDAY, completed, now=now, zone=zone)
        open_days = [day for day in schedule.days if day.state == State.OPEN]
        assert len(open_days) <= 1
        assert all(day.opens_on <= now.astimezone(zone).date() for day in open_days)
        assert schedule.days_done == finished
        assert all(bool(day.reason) == (day.state == State.LOCKED) for day in schedule.days)
