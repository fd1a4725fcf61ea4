"""Requests that the person waits for: an answer that never comes is given up, and said so."""

import pytest

# The server never replies, and 20 s pass at once.
NEVER = """async (m, {call, url}) => {
    const [fetched, timed] = [globalThis.fetch, globalThis.setTimeout];
    const waits = [];
    globalThis.fetch = (_, {signal}) => new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
    });
    globalThis.setTimeout = (work, ms) => { waits.push(ms); return timed(work, 0); };
    try {
        return [await m[call]({[url]: "/nowhere/", csrf: "t"}, ["refresh_rate"]), waits];
    } finally {
        [globalThis.fetch, globalThis.setTimeout] = [fetched, timed];
    }
}"""


@pytest.mark.parametrize(
    ("module", "call", "url", "told"),
    [
        ("drill/untimed.js", "planUntimed", "untimedUrl", {"url": None, "trouble": "no connection"}),
        ("runner/finish.js", "finishAttempt", "finishUrl", {"kind": "stuck", "message": "no connection"}),
    ],
)
def test_a_reply_that_never_comes_is_given_up(run_js, module, call, url, told):
    result, waits = run_js(module, NEVER, {"call": call, "url": url})
    assert waits == [20_000]
    assert result.keys() == told.keys()
    for name, words in told.items():
        assert result[name] == words or words in result[name]
