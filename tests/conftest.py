"""What all tests share: one browser, offline, that leaves no process behind."""

import pytest
from browser_path import browser_path


# Not for the whole session: a running Playwright would stand in the way of nbval's kernels.
@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=arguments)
        yield browser
        browser.close()
