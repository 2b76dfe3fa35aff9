"""Makes the wheel, and uses it as a stranger would: a clean environment, from `/`, root or not.

`.ci/run` has it made and installed (`make FOLDER`) by the system's Python while what the tests need
is installed, and used (`use FOLDER`) in the environment of the tests, which has Playwright.
Chromium is the system's.
"""

# ruff: noqa: INP001, S603 - a script, and it starts what it checks

from __future__ import annotations

import contextlib
import dataclasses
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from concurrent import futures
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psutil

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGED: Final = ("dashboard", "pages", "queries", "data", "streamlit_app.py")
EXAMPLE: Final = ROOT / "tests" / "data" / "worked-example"
EXPECTED: Final = "expected/01-xn.2026-08-21.by-office.csv"
REPORT: Final = ("report", "01-xn", "--date", "2026-08-21", "--by", "office", "--format", "csv")
# The page opens on the day before: on the form that is compared.
TODAY: Final = "2026-08-22"
HEADING: Final = "Tổng quan"
AMOUNT: Final = "4.704.000"
ENVIRONMENT: Final = "environment"
# The one Python that every account can run, whichever runs this.
SYSTEM_PYTHON: Final = "/usr/bin/python3"
CHROMIUM: Final = "/usr/bin/chromium"
SECONDS: Final = 90


@dataclasses.dataclass(frozen=True)
class Stranger:
    """Somebody with the installed program: under which account, and where the store is to be."""

    program: Path
    account: str
    home: Path | None

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start the program from `/`, with nothing of this environment."""
        entry = pwd.getpwnam(self.account)
        other = entry.pw_uid != os.geteuid()
        return subprocess.Popen(
            [self.program, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment(entry.pw_dir),
            cwd="/",
            user=entry.pw_uid if other else None,
            group=entry.pw_gid if other else None,
            extra_groups=[] if other else None,
        )

    def ask(self, *words: str | Path) -> str:
        """Run a command to its end and return what it printed."""
        process = self.start(*words)
        try:
            output = process.communicate(timeout=SECONDS)[0].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        if process.returncode:
            fail(f"{words[0]} ended with {process.returncode}:\n{output}")
        return output

    def servers(self) -> list[psutil.Process]:
        """Return what runs in this one's data folder."""
        import psutil

        default = Path(pwd.getpwnam(self.account).pw_dir, ".local/share/bhxh-monitor")
        data = str((self.home or default) / "data")
        return [each for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == data]

    def _environment(self, folder: str) -> dict[str, str]:
        named = {"BHXH_HOME": str(self.home)} if self.home else {}
        return {"HOME": folder, "PATH": os.defpath, "BHXH_TODAY": TODAY, **named}


def main() -> None:
    """Do what the first word says, in the folder that the second one names."""
    # Not below a home, and open: other accounts must reach it.
    {"make": make, "use": use_installed}[sys.argv[1]](Path(sys.argv[2]))


def make(folder: Path) -> None:
    """Build, look inside, and install."""
    wheel = build(folder)
    check_contents(wheel)
    install(wheel, folder / ENVIRONMENT)


def use_installed(folder: Path) -> None:
    """Use what was installed: as whoever runs this, and as an ordinary account."""
    program = folder / ENVIRONMENT / "bin" / "bhxh-monitor"
    example = Path(shutil.copytree(EXAMPLE, folder / "example"))
    whoever = Stranger(program, pwd.getpwuid(os.geteuid()).pw_name, folder / "home")
    if os.geteuid() != 0:
        use(whoever, example)
        return
    with ordinary_account() as account, futures.ThreadPoolExecutor() as at_once:
        vietnamese = Path(pwd.getpwnam(account).pw_dir, "dữ liệu bảo hiểm")
        others = (Stranger(program, account, None), Stranger(program, account, vietnamese))
        # All at once: they know nothing of each other, and each waits for most of its time.
        for used in [at_once.submit(use, each, example) for each in (whoever, *others)]:
            used.result()


def build(folder: Path) -> Path:
    """Build the source distribution, and from it the wheel, as a release would."""
    # Of files of its own: the tree is being installed meanwhile, which writes into it.
    source = folder / "source"
    for name in tracked():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, source / name)
    call(SYSTEM_PYTHON, "-m", "venv", folder / "builder")
    python = folder / "builder" / "bin" / "python"
    call(python, "-m", "pip", "install", "-q", "--no-compile", "build")
    call(python, "-m", "build", "--outdir", folder, source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def tracked(*below: str) -> set[str]:
    """Return the files of this tree, those that are not committed yet as well."""
    command = ["git", "ls-files", "-co", "--exclude-standard", *below]
    listed = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return {name for name in listed if (ROOT / name).exists()}


def check_contents(wheel: Path) -> None:
    """Hold the wheel against the files of the packages: nothing missing, nothing besides."""
    wanted = tracked(*PACKAGED)
    found = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    if found != wanted:
        fail(f"missing: {sorted(wanted - found)}, too much: {sorted(found - wanted)}")
    say(f"{wheel.name} holds the {len(found)} files of the packages and no others")


def install(wheel: Path, environment: Path) -> None:
    """Install the wheel where nothing else is."""
    call(SYSTEM_PYTHON, "-m", "venv", environment)
    pip = environment / "bin" / "pip"
    call(pip, "install", "-q", wheel)
    call(pip, "check")
    say(f"installed on {SYSTEM_PYTHON}, with nothing but what it asks for")


@contextlib.contextmanager
def ordinary_account() -> Iterator[str]:
    """Give an account without rights, for as long as it is needed."""
    # A name of its own: a run that was killed may have left its account behind.
    account = f"bhxh-wheel-{os.getpid()}"
    call("/usr/sbin/useradd", "--create-home", "--shell", "/usr/sbin/nologin", account)
    try:
        yield account
    finally:
        call("/usr/sbin/userdel", "--remove", account)


def use(stranger: Stranger, example: Path) -> None:
    """Import, report, open the page, stop; then nothing of it may run any more."""
    name = f"{stranger.account}, BHXH_HOME={stranger.home or ''}"
    stranger.ask("import", example / "import")
    if stranger.ask(*REPORT) != (example / EXPECTED).read_text(encoding="utf-8"):
        fail(f"the report differs from {EXPECTED}")
    say(f"{name}: the worked example is in, and its report is right to the letter")
    with running(stranger) as address:
        look_at(address)
    say(f"{name}: the page shows its heading and the day's amount")
    if stranger.servers():
        fail(f"PostgreSQL still runs: {stranger.servers()}")
    say(f"{name}: it stopped, and its PostgreSQL with it")


@contextlib.contextmanager
def running(stranger: Stranger) -> Iterator[str]:
    """Give the address of a dashboard that is up; stop it by its number afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = stranger.start("--headless", "--port", str(port))
    try:
        wait_for_health(process, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        try:
            output = process.communicate(timeout=SECONDS)[0].decode()
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    if "Traceback" in output:
        fail(f"the dashboard printed a traceback:\n{output}")


def wait_for_health(process: subprocess.Popen[bytes], address: str) -> None:
    """Return once the dashboard says that it is well."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
            if answer.status == 200:  # noqa: PLR2004
                return
        time.sleep(0.2)
    fail(f"no health at {address}; the program's status is {process.poll()}")


def look_at(address: str) -> None:
    """Open the page as a person does; it must show its heading and the figure of the example."""
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        page.goto(address)
        heading = page.get_by_role("heading", name=HEADING)
        sync_api.expect(heading).to_be_visible(timeout=SECONDS * 1000)
        amount = page.get_by_text(AMOUNT).first
        sync_api.expect(amount).to_be_visible(timeout=SECONDS * 1000)
        browser.close()


def call(*words: str | Path) -> None:
    """Run a command, which says why when it fails."""
    done = subprocess.run(
        words, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        fail(f"{words[0]} ended with {done.returncode}:\n{done.stdout}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"wheel: {line}\n")
    sys.stdout.flush()


def fail(why: str) -> NoReturn:
    """End the script with its reason."""
    sys.exit(f"wheel: FAILED: {why}")


if __name__ == "__main__":
    main()
