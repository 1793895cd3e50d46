"""The UI in a real Chromium against the whole suite: `npm run e2e` of gateway/ui."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.suite import CHECKOUT, Suite

UI = CHECKOUT / "gateway" / "ui"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# Two minutes and a half on a quiet machine; on a busy one it was seven.
SECONDS = 1_200
MISSING = f"""There is no Chromium at {CHROMIUM}, so the UI was not tested in a browser.
Install it (Debian: apt-get install -y chromium), name another by CHROMIUM,
or say that none is wanted: ESCALATED_TEST_BROWSER=none"""


@pytest.mark.skipif(
    os.environ.get("ESCALATED_TEST_BROWSER") == "none", reason="ESCALATED_TEST_BROWSER=none: no browser wanted"
)
def test_the_journeys_and_every_page_in_a_browser(suite: Suite) -> None:
    npm = shutil.which("npm")
    assert npm, "npm is not on the PATH: the UI needs Node 20"
    assert CHROMIUM.exists(), MISSING

    environment = os.environ | {
        "ESCALATED_URL": suite.url,
        "ESCALATED_MAIL_DIR": str(suite.mail_dir),
        "CHROMIUM": str(CHROMIUM),
    }
    ran = subprocess.run(
        [npm, "run", "--silent", "e2e"],
        check=False,
        cwd=UI,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )

    assert ran.returncode == 0, f"{ran.stdout}\n{ran.stderr}"
