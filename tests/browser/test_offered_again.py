"""A drill that is offered again, on the page that trainees land on: readable, and one press away."""

from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.looking import check
from tests.faults.answering import DRILL
from tests.practised import drill_on
from training.models import Attempt


def test_the_offer_is_said_and_leads_to_the_second_run(page, sign_in, live_people):
    drill_on(live_people.enrolment, DRILL, now=datetime.now(UTC), timing_valid=False)
    sign_in(page, live_people.trainee)
    page.goto("/today/")
    offer = page.get_by_role("region", name="Offered again")
    expect(offer).to_contain_text("This device could not show the drill on time")
    check(page)
    offer.get_by_role("button", name="Start again").click()
    expect(page).to_have_url(f"/attempts/{Attempt.objects.get(module=DRILL, number=2).public_id}/")
    page.goto("/today/")
    expect(offer.get_by_role("button", name="Go on")).to_be_visible()
