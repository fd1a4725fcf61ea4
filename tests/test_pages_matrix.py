"""Every address of the site x everybody who may ask for it: who gets what, by GET and by POST.

An address that is not listed here fails the suite. Each line names, in the order of VISITORS, what comes back: a
status; `login`, to the sign-in page and back; `on`, to anywhere else on the site.
"""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.people import People
from tests.site import ANONYMOUS, JSON_ADDRESSES, VISITORS, Site, build, names

#              anonymous trainee other_trainee instructor other_instructor operations stranger
EVERYBODY = "      200     200       200           200          200           200       200"
SIGNED_IN = "    login     200       200           200          200           200       200"
OWN = "          login     200       404           404          404           404       404"
TEACHERS = "     login     403       403           200          200           403       403"
OWN_COHORT = "   login     403       403           200          404           403       403"
OPERATIONS = "   login     403       403           403          403           200       403"
LEADS_IN = "     login      on        on            on           on            on        on"
LEADS_ON = "       200      on        on            on           on            on        on"
NOT_THERE = "    login     404       404           404          404           404       404"
# The method is refused to whoever is past the gate; the gate does not look at the method.
NO = "             405     405       405           405          405           405       405"
NO_SIGNED_IN = " login     405       405           405          405           405       405"
NO_TEACHERS = "  login     403       403           405          405           403       403"
NO_OPERATIONS = "login     403       403           403          403           405       403"
# Forms that are accepted lead on; and so does GET of an address for forms alone, to the page that has the form.
SAVE_OWN = "     login      on       404           404          404           404       404"
SAVE_COHORT = "  login     403       403            on          404           403       403"
SAVE_ALL = "     login     403       403           403          403            on       403"

# Name of the address -> what GET and what POST (with a form that it accepts: tests/site.py) give.
MATRIX = {
    "home": (LEADS_ON, NO),
    "healthz": (EVERYBODY, NO),
    "verify": (EVERYBODY, NO),
    "verify_certificate": (EVERYBODY, NO),
    "credential": (EVERYBODY, NO),
    "credential_issuer": (EVERYBODY, NO),
    "credential_keys": (EVERYBODY, NO),
    "credential_key": (EVERYBODY, NO),
    "credential_achievement": (EVERYBODY, NO),
    "join": ("200 on on 200 200 200 200", "login on on on on on on"),
    "invitation": ("200 on on 403 403 403 403", "login on on 403 403 403 403"),
    "consent": (OWN, "login on 404 404 404 404 404"),
    "settings": (SIGNED_IN, LEADS_IN),
    "today": (SIGNED_IN, NO_SIGNED_IN),
    "progress": (SIGNED_IN, NO_SIGNED_IN),
    "judgement": (SIGNED_IN, NO_SIGNED_IN),
    "reactivity": (SIGNED_IN, NO_SIGNED_IN),
    "exposure": (SIGNED_IN, NO_SIGNED_IN),
    "exposure_rest": (LEADS_IN, LEADS_IN),
    "exposure_tier": (OWN, SAVE_OWN),
    "exposure_start": (SAVE_OWN, SAVE_OWN),
    "exposure_sitting": (OWN, NO_SIGNED_IN),
    "exposure_reveal": (SAVE_OWN, SAVE_OWN),
    "exposure_hide": (SAVE_OWN, SAVE_OWN),
    "exposure_answer": (SAVE_OWN, SAVE_OWN),
    "exposure_stop": (SAVE_OWN, SAVE_OWN),
    "exposure_after": (OWN, NO_SIGNED_IN),
    "report_content": (OWN, SAVE_OWN),
    "wellbeing": (SIGNED_IN, NO_SIGNED_IN),
    "wellbeing_export": (SIGNED_IN, NO_SIGNED_IN),
    "wellbeing_delete": (LEADS_IN, LEADS_IN),
    "mood_check": (LEADS_IN, SAVE_OWN),
    "cohort_wellbeing": (OWN_COHORT, NO_TEACHERS),
    "help": (SIGNED_IN, NO_SIGNED_IN),
    "contact_ask": (LEADS_IN, SAVE_OWN),
    "contact_withdraw": (LEADS_IN, SAVE_OWN),
    "contact_answered": (NO_TEACHERS, SAVE_COHORT),
    "care": (OPERATIONS, SAVE_ALL),
    "reports": (OPERATIONS, NO_OPERATIONS),
    "report": (OPERATIONS, SAVE_ALL),
    "attempt_start": (NO_SIGNED_IN, SAVE_OWN),
    "attempt": (OWN, NO_SIGNED_IN),
    "attempt_answers": (NO, "401 200 404 404 404 404 404"),
    "attempt_finish": (NO, "401 409 404 404 404 404 404"),
    "attempt_runs": (NO, "401 200 404 404 404 404 404"),
    "attempt_untimed": (NO, "401 200 404 404 404 404 404"),
    "attempt_done": (OWN, NO_SIGNED_IN),
    "answer_contest": (OWN, SAVE_OWN),
    "cohorts": (TEACHERS, NO_TEACHERS),
    "cohort": (OWN_COHORT, NO_TEACHERS),
    "trainee": (OWN_COHORT, NO_TEACHERS),
    "trainee_judgement": (OWN_COHORT, NO_TEACHERS),
    "attempt_rule": (NO_TEACHERS, SAVE_COHORT),
    "rationales": (OWN_COHORT, NO_TEACHERS),
    "rationale_grade": (OWN_COHORT, SAVE_COHORT),
    "cohort_new": (TEACHERS, "login 403 403 on on 403 403"),
    "cohort_people": (OWN_COHORT, NO_TEACHERS),
    "cohort_invite": (NO_TEACHERS, SAVE_COHORT),
    "cohort_new_link": (NO_TEACHERS, SAVE_COHORT),
    "cohort_revoke_link": (NO_TEACHERS, SAVE_COHORT),
    "cohort_revoke_invitation": (NO_TEACHERS, SAVE_COHORT),
    "operations": (OPERATIONS, NO_OPERATIONS),
    "dossier": (OPERATIONS, NO_OPERATIONS),
    "certify": (NO_OPERATIONS, SAVE_ALL),
    "defer": (NO_OPERATIONS, SAVE_ALL),
    "certificates": (OPERATIONS, NO_OPERATIONS),
    "certificate": (OPERATIONS, NO_OPERATIONS),
    "certificate_revoke": (NO_OPERATIONS, SAVE_ALL),
    "policies": (OPERATIONS, NO_OPERATIONS),
    "people": (OPERATIONS, NO_OPERATIONS),
    "change_roles": (NO_OPERATIONS, SAVE_ALL),
    "audit": (OPERATIONS, NO_OPERATIONS),
    "bank": (OPERATIONS, NO_OPERATIONS),
    "bank_item": (OPERATIONS, NO_OPERATIONS),
    "bank_compare": (OPERATIONS, NO_OPERATIONS),
    "bank_edit": (OPERATIONS, OPERATIONS),
    "bank_retire": (NO_OPERATIONS, SAVE_ALL),
    "bank_restore": (NO_OPERATIONS, SAVE_ALL),
    "bank_sittings": (NO_OPERATIONS, SAVE_ALL),
    "bank_export": (OPERATIONS, NO_OPERATIONS),
    "bank_health": (OPERATIONS, NO_OPERATIONS),
    "bank_forms": (OPERATIONS, NO_OPERATIONS),
    "bank_form_new": (OPERATIONS, SAVE_ALL),
    "bank_form": (OPERATIONS, NO_OPERATIONS),
    "bank_form_items": (OPERATIONS, NO_OPERATIONS),
    "bank_form_dissolve": (NO_OPERATIONS, SAVE_ALL),
    "bank_reviews": (OPERATIONS, NO_OPERATIONS),
    "bank_review_open": (NO_OPERATIONS, SAVE_ALL),
    "bank_review": (OPERATIONS, NO_OPERATIONS),
    "bank_review_decide": (NO_OPERATIONS, SAVE_ALL),
    "bank_imports": (OPERATIONS, NO_OPERATIONS),
    "bank_import_new": (OPERATIONS, OPERATIONS),
    "bank_import": (OPERATIONS, NO_OPERATIONS),
    "bank_import_rejected": (OPERATIONS, NO_OPERATIONS),
    "bank_import_store": (NO_OPERATIONS, SAVE_ALL),
    "bank_import_drop": (NO_OPERATIONS, SAVE_ALL),
    # allauth's, with an empty form; a second factor is set up only after the password is asked for again.
    "account_login": (LEADS_ON, LEADS_ON),
    "account_logout": ("on 200 200 200 200 200 200", "on on on on on on on"),
    "account_signup": (LEADS_ON, LEADS_ON),
    "account_inactive": (EVERYBODY, NO),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_email": (SIGNED_IN, LEADS_IN),
    "account_email_verification_sent": (EVERYBODY, NO),
    "account_confirm_email": (EVERYBODY, "404 404 404 404 404 404 404"),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (LEADS_IN, LEADS_IN),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NO),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NO),
    "account_confirm_login_code": (LEADS_IN, LEADS_IN),
    "mfa_index": (SIGNED_IN, NO_SIGNED_IN),
    "mfa_authenticate": (LEADS_IN, LEADS_IN),
    "mfa_reauthenticate": (LEADS_IN, LEADS_IN),
    "mfa_activate_totp": (LEADS_IN, LEADS_IN),
    "mfa_deactivate_totp": (NOT_THERE, NOT_THERE),
    "mfa_view_recovery_codes": (NOT_THERE, NO_SIGNED_IN),
    "mfa_generate_recovery_codes": (LEADS_IN, LEADS_IN),
    "mfa_download_recovery_codes": (NOT_THERE, NOT_THERE),
    "mfa_list_webauthn": (SIGNED_IN, NO_SIGNED_IN),
    "mfa_add_webauthn": (LEADS_IN, LEADS_IN),
    "mfa_remove_webauthn": (LEADS_IN, LEADS_IN),
    "mfa_edit_webauthn": (LEADS_IN, LEADS_IN),
    "mfa_reauthenticate_webauthn": (LEADS_IN, LEADS_IN),
    "mfa_login_webauthn": (LEADS_IN, LEADS_IN),
}


@pytest.fixture
def site(people: People) -> Site:
    return build(people)


def ask(client: Client, site: Site, name: str, method: str) -> HttpResponse:
    """The reply; whatever the request changed is taken back."""
    savepoint = transaction.savepoint()
    path, form = site.path(name), site.forms().get(name, {})
    if method == "GET":
        reply = client.get(path)
    elif name in JSON_ADDRESSES:
        reply = client.post(path, json.dumps(form), content_type="application/json")
    else:
        reply = client.post(path, form)
    transaction.savepoint_rollback(savepoint)
    return reply


def word_for(reply: HttpResponse) -> str:
    if reply.status_code != 302:
        return str(reply.status_code)
    target = urlsplit(reply["Location"])
    assert target.netloc in ("", "testserver"), f"leads off the site, to {reply['Location']}"
    return "login" if target.path == "/accounts/login/" else "on"


def test_every_address_is_listed():
    assert sorted(names()) == sorted(MATRIX)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_what_is_listed(site: Site, visitor: str):
    client = Client(raise_request_exception=False)
    if visitor != ANONYMOUS:
        client.force_login(site.people.by_name[visitor])
    jar = dict(client.cookies)
    column = VISITORS.index(visitor)
    wrong = []
    for name, lines in MATRIX.items():
        for method, line in zip(("GET", "POST"), lines, strict=True):
            client.cookies.clear()
            client.cookies.update(jar)
            got, listed = word_for(ask(client, site, name, method)), line.split()[column]
            if got != listed:
                wrong.append(f"{method} {name}: {got}, listed is {listed}")
    assert wrong == []


def test_sign_in_leads_back_to_the_page_that_was_asked_for(site: Site):
    for name, (get, _) in MATRIX.items():
        if get.split()[0] == "login" and not name.startswith(("account_", "mfa_")):
            path = site.path(name)
            target = urlsplit(Client().get(path)["Location"])
            assert parse_qs(target.query) == {"next": [path]}, name


@pytest.mark.parametrize("visitor", ["trainee", "instructor", "operations"])
def test_what_is_not_there_is_not_found(site: Site, visitor: str):
    """Ids that no row has: the reply is that of somebody else's row, for those whose role is right."""
    client = Client()
    client.force_login(site.people.by_name[visitor])
    nobody = "00000000-0000-4000-8000-000000000000"
    paths = {
        "trainee": [f"/attempts/{nobody}/", f"/attempts/{nobody}/done/", f"/consent/{nobody}/"],
        "instructor": [
            f"/cohorts/{nobody}/",
            f"/cohorts/{nobody}/people/",
            f"/cohorts/{site.people.cohort.public_id}/trainees/{nobody}/",
        ],
        "operations": [f"/operations/dossiers/{nobody}/", f"/operations/certificates/{nobody}/"],
    }[visitor]
    assert {client.get(path).status_code for path in paths} == {404}
