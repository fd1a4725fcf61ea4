"""The drill kernel's unit tests in Chromium, one test for each file of tests/kernel/cases/."""

import pytest
from playwright.sync_api import Route

from tests.browser.modules.fake_site import ROOT

CASES = ROOT / "tests" / "kernel" / "cases"

# From where it lies in the repository, so that a case imports the kernel by the same path as in Node.
REPOSITORY = "/repository"
RUN = """async (path) => {
    const { cases } = await import(path);
    const failed = [];
    for (const { name, run } of cases) {
        try {
            await run();
        } catch (error) {
            failed.push(`${name}: ${error.message}`);
        }
    }
    return { ran: cases.length, failed };
}"""


def serve_repository(route: Route) -> None:
    path = ROOT / route.request.url.partition(f"{REPOSITORY}/")[2]
    route.fulfill(body=path.read_bytes(), content_type="text/javascript")


@pytest.mark.parametrize("file", sorted(path.name for path in CASES.glob("*.js")))
def test_every_case_of_the_kernel_holds_in_chromium(page, site, file):
    page.route(f"**{REPOSITORY}/**", serve_repository)
    page.goto(f"{site.url}/empty/")

    outcome = page.evaluate(RUN, f"{REPOSITORY}/{(CASES / file).relative_to(ROOT).as_posix()}")

    assert outcome["failed"] == []
    assert outcome["ran"] > 0
