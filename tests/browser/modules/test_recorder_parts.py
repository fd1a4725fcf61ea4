"""The recorder's small parts: waits, identifiers, and what a reply means."""

import re

import pytest

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
READ = "(m, {status, body}) => m.readReply(status, body, 'u1')"


def test_waits_double_up_to_a_minute_and_start_again(run_js):
    waits = """(m) => {
        const backoff = new m.Backoff(() => 1);
        const waits = Array.from({length: 8}, () => backoff.next());
        backoff.reset();
        return [...waits, backoff.next()];
    }"""
    seconds = [1, 2, 4, 8, 16, 32, 60, 60, 1]
    assert run_js("recorder/backoff.js", waits) == [1000 * wait for wait in seconds]


def test_waits_differ_between_browsers_by_up_to_half(run_js):
    assert run_js("recorder/backoff.js", "(m) => new m.Backoff(() => 0).next()") == 500


def test_uuid(run_js):
    secure = run_js("recorder/uuid.js", "(m) => m.uuid4()")
    plain_http = "(m) => m.uuid4({getRandomValues: (bytes) => crypto.getRandomValues(bytes)})"
    made = {secure, *(run_js("recorder/uuid.js", plain_http) for _ in range(20))}
    assert len(made) == 21
    assert all(UUID4.fullmatch(uuid) for uuid in made)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"saved": True, "uuid": "u1", "feedback": None}, "saved"),
        (409, {"error": {"code": "already_answered", "message": "."}}, "answered_elsewhere"),
        (409, {"error": {"code": "closed", "message": "."}}, "refused"),
        (400, {"error": {"code": "invalid", "message": "."}}, "refused"),
        (404, {"error": {"code": "not_found", "message": "."}}, "refused"),
        (422, {"error": {"code": "uuid_reused", "message": "."}}, "refused"),
        (413, None, "refused"),
        (401, {"error": {"code": "signed_out", "message": "."}}, "blocked"),
        (0, None, "blocked"),
        (403, None, "blocked"),
        (403, {"error": {"code": "csrf", "message": "."}}, "blocked"),
        (403, {"error": {"code": "consent", "message": "."}}, "refused"),
        (429, None, "retry"),
        (500, None, "retry"),
        (503, {"error": {"code": "busy", "message": "."}}, "retry"),
        # Not this server's word for it: a portal's page, another answer's reply.
        (200, None, "retry"),
        (200, {"saved": True, "uuid": "u2"}, "retry"),
    ],
)
def test_what_a_reply_means(run_js, status, body, kind):
    assert run_js("recorder/outcome.js", READ, {"status": status, "body": body})["kind"] == kind


def test_a_refusal_carries_the_servers_reason(run_js):
    body = {"error": {"code": "invalid", "message": "Confidence must be 50 to 100.", "field": "confidence"}}
    outcome = run_js("recorder/outcome.js", READ, {"status": 400, "body": body})
    assert outcome["reason"] == {"code": "invalid", "message": "Confidence must be 50 to 100."}


@pytest.mark.parametrize(
    ("standing", "state", "words"),
    [
        ({}, "saved", "Saved"),
        ({"any": False}, "saved", ""),
        ({"queued": 1}, "saving", "Saving"),
        ({"queued": 2, "waiting": {"code": "offline"}}, "queued", "2 answers queued, will be sent"),
        ({"queued": 1, "waiting": {"code": "signed_out"}}, "queued", "you are signed out"),
        ({"queued": 1, "waiting": {"code": "offline"}, "kept": False}, "queued", "Keep this page open."),
        ({"refused": 1, "queued": 3, "refusal": {"message": "Too late."}}, "failed", "1 answer not saved: Too late."),
    ],
)
def test_the_line_that_says_what_is_safe(run_js, standing, state, words):
    whole = {"queued": 0, "waiting": None, "refused": 0, "refusal": None, "any": True, "kept": True, **standing}
    line = run_js("runner/save-words.js", "(m, standing) => m.saveWords(standing)", whole)
    assert line["state"] == state
    assert words in line["text"]
