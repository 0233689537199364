"""A real browser, or a clear word why these tests are skipped; screenshots are kept in build/screenshots."""

import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from proofs_check.report.page import report_page

selenium = pytest.importorskip("selenium", reason="the package selenium is missing: make browser")
from selenium import webdriver  # noqa: E402  (only where selenium is installed)
from selenium.webdriver.chrome.service import Service  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Chromium without a window, driven by chromedriver."""
    binary = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no Chromium with chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def screenshot(browser: webdriver.Chrome, request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Keep what the browser shows under a name."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def keep(name: str) -> Path:
        path = SCREENSHOTS / f"{Path(request.node.fspath).stem.removeprefix('test_')}-{name}.png"
        assert browser.save_screenshot(str(path))
        return path

    return keep


@pytest.fixture(scope="session")
def results() -> dict:
    """The results of a small run of real claims, by the command's own path."""
    from proofs_check.report.results import results_data
    from proofs_check.running import registry, runner

    chosen = registry.select(
        registry.all_claims(), ["chitour.prop4", "chitour.lemma3.2", "lucchi.thm6", "achour.values", "achour.escape"]
    )
    report = runner.run(chosen, runner.Settings("small"))
    return json.loads(json.dumps(results_data(report)))


@pytest.fixture(scope="session")
def report_file(results: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_page(results), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pages_of() -> Callable[[bytes], int]:
    """How many pages a PDF has, counted by its page objects, also where they stand in compressed streams."""

    def count(pdf: bytes) -> int:
        streams = (
            zlib.decompressobj().decompress(data) for data in re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.S)
        )
        return len(re.findall(rb"/Type\s*/Page\b", pdf + b"\n".join(streams)))

    return count
