from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.lab import Lab, launched, running

ARTEFACTS = Path(__file__).parents[2] / "artefacts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def jp_asyncio_loop() -> None:
    """Stand in for pytest-jupyter's own, whose event loop cannot run beside Playwright's."""


@pytest.fixture(autouse=True)
def jp_server_cleanup() -> None:
    """Stand in for pytest-jupyter's own, whose server is not used here."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running(tmp_path_factory.mktemp("lab") / "notebooks") as server:
        yield server


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that fails its test where a script of ours failed, and leaves a picture of its end behind."""
    fresh = chromium.new_page(viewport={"width": 1400, "height": 900})
    fresh.set_default_timeout(30_000)
    stacks: list[str] = []
    fresh.on("pageerror", lambda error: stacks.append(error.stack or str(error)))
    yield fresh
    ARTEFACTS.mkdir(exist_ok=True)
    fresh.screenshot(path=ARTEFACTS / f"{request.node.name}.png")
    fresh.close()
    assert [stack for stack in stacks if "jupyter-quality" in stack] == []
