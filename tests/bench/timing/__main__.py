"""make bench-timing: the frames that stimuli are on for, and the times of presses, beside a bare loop and jsPsych.

500 stimuli at each of three durations, for three contestants, on an idle machine and on a busy one, take about an hour
and a half. ARGS="--stimuli 60" is a short look.
"""

import argparse

from playwright.sync_api import Browser, sync_playwright

from tests.bench.machine import describe
from tests.bench.timing import burners, chunks, jspsych, server, summary, table
from tests.browser import chromium

STIMULI = 500
DURATIONS_MS = (100, 250, 800)
ROUNDS = 3
# Headless Chromium has a display that it makes up, so this is about the page and not about any panel.
DISPLAY = "Headless Chromium, whose display is virtual: this says nothing about a panel."
WAY = "Seen by an observer of its own, the same for all; in turns, medians of {rounds} rounds of {chunk} stimuli each."


def main(arguments: list[str] | None = None, browser: Browser | None = None) -> None:
    """`browser`: one that is open already; otherwise one is opened and closed here."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.timing", description=__doc__)
    parser.add_argument("--stimuli", type=int, default=STIMULI, help="of each duration, load and contestant")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--durations", type=_numbers, default=DURATIONS_MS, help="ms, such as 100,250,800")
    parser.add_argument("--loads", type=lambda text: tuple(text.split(",")), default=tuple(chunks.LOADS))
    options = parser.parse_args(arguments)
    if browser is not None:
        compare(browser, options)
        return
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.WHY_SKIPPED)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        compare(opened, options)
        opened.close()


def compare(browser: Browser, options: argparse.Namespace) -> None:
    missing = jspsych.install()
    contestants = [name for name in chunks.CONTESTANTS if name != "jspsych" or not missing]
    size = max(1, options.stimuli // options.rounds)
    done: dict[tuple[str, int, str], list[chunks.Chunk]] = {}
    with server.running() as url:
        for turn in range(options.rounds):
            for load in options.loads:
                with burners.burning(chunks.LOADS[load]):
                    for duration in options.durations:
                        # Who comes first changes from round to round.
                        for place in range(len(contestants)):
                            name = contestants[(place + turn) % len(contestants)]
                            chunk = chunks.run(browser, url, name, duration, size)
                            done.setdefault((load, duration, name), []).append(chunk)
    rows = [
        summary.stimulus_row(name, load, duration, done[load, duration, name])
        for duration in options.durations
        for load in options.loads
        for name in contestants
    ]
    presses = [
        row
        for load in options.loads
        for name in contestants
        for duration in options.durations
        for row in summary.press_rows(name, load, done[load, duration, name])
    ]
    notes = [DISPLAY, WAY.format(rounds=options.rounds, chunk=size)]
    if missing:
        notes.append(f"jsPsych is left out: {missing}.")
    if refused := sum(row.refused for row in rows):
        notes.append(f"Ours put off a block {refused} times, since the display was unfit at that moment.")
    table.publish(_machine(browser, missing), notes, rows, presses)


def _machine(browser: Browser, missing: str) -> dict[str, str]:
    versions = {} if missing else {name.rpartition("/")[2]: version for name, version in jspsych.PACKAGES.items()}
    return {**describe("playwright"), "chromium": browser.version, **versions}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    main()
