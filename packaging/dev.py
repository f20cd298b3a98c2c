"""The developer's one door on Linux and Windows; standard library only. The Makefile only calls this file.

`setup` is part of every other command: virtual environment, packages, generated files, system libraries.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "mfd-setup.stamp"
WORKERS = "2"
COVERED = ("domain", "content", "files", "forms", "law", "vault.migrations", "statistics")

# Parts of Qt that load system libraries, relative to the installed PySide6.
QT_PARTS = (
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6DBus.so.6",
    "Qt/lib/libQt6PrintSupport.so.6",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/printsupport/libcupsprintersupport.so",
)
# Library as the linker names it -> Debian package.
PACKAGE_OF = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# Programs some tests look at the application with; without them those tests are skipped with a reason.
TEST_TOOLS = {
    "age": ("age",),
    "cc": ("gcc", "libc6-dev"),
    "dbus-daemon": ("dbus-daemon",),
    "pdftotext": ("poppler-utils",),
    "strace": ("strace",),
    "xauth": ("xauth",),
    "Xvfb": ("xvfb",),
}

NO_DISPLAY = (
    "Keine Bildschirmanzeige gefunden (DISPLAY und WAYLAND_DISPLAY sind leer): „make demo“ zeigt das Programm ohne "
    "Bildschirm in Bildern. / No display found: make demo shows the program in pictures without one."
)
WHEEL_CHECK = """
from pathlib import Path
import mfd_desktop
data = Path(mfd_desktop.__file__).parent / "_data"
for pattern in ("resources/codelists/*", "resources/fonts/*.ttf", "translations/*/LC_MESSAGES/*.mo"):
    assert any(data.glob(pattern)), f"the wheel has no {pattern}"
"""


class Failed(Exception):
    """A step did not work; the message says what to do."""


def call(*command: str | Path, check: bool = True, **environment: str) -> int:
    """Run a program from the root of the repository and return its exit status."""
    sys.stdout.flush()
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if check and done.returncode:
        raise Failed(f"failed with status {done.returncode}: {' '.join(map(str, command))}")
    return done.returncode


def is_root() -> bool:
    """Tell whether system packages may be installed."""
    return not WINDOWS and os.geteuid() == 0


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages when allowed to; otherwise name the command. Return whether it was done."""
    wanted = sorted(set(packages))
    if not is_root() or not shutil.which("apt-get"):
        print(f"  sudo apt install {' '.join(wanted)}")
        return False
    print(f"apt-get install {' '.join(wanted)}")
    call("apt-get", "update", "-qq", check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


# --- set-up ------------------------------------------------------------


def _has(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def create_venv() -> None:
    """Create .venv unless it is there and works. Debian's Python may lack ensurepip; then its pip serves."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0:
        return
    print(f"creating {VENV.name}")
    shutil.rmtree(VENV, ignore_errors=True)
    if not _has("venv, ensurepip") and not _has("venv, pip"):
        print("Python has no working venv module; on Debian:")
        if not apt_install(["python3-venv"]):
            raise Failed("install python3-venv, then start again")
    call(sys.executable, "-m", "venv", *([] if _has("ensurepip") else ["--without-pip"]), VENV)


def pip_install(*arguments: str) -> None:
    """Install into .venv with its own pip, or with the system's pip if .venv has none."""
    own = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0
    pip = [PYTHON, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", PYTHON]
    call(*pip, "install", "--quiet", "--disable-pip-version-check", *arguments, PIP_ROOT_USER_ACTION="ignore")


def fingerprint() -> str:
    """Return a hash over everything that makes a new installation necessary."""
    digest = hashlib.sha256(f"{sys.version}|{ROOT}".encode())
    for name in ("pyproject.toml", "packaging/hatch_build.py", "packaging/dev.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install_packages() -> None:
    """Install the program editable with its developer tools, only when something changed."""
    current = fingerprint()
    fonts = ROOT / "resources" / "fonts" / "NotoSansEthiopic.ttf"
    if not (STAMP.exists() and STAMP.read_text(encoding="utf-8") == current and fonts.exists()):
        print("installing packages (the first time takes some minutes)")
        pip_install("--editable", ".[dev]")
        STAMP.write_text(current, encoding="utf-8")
    compiled = {path: path.with_suffix(".mo") for path in (ROOT / "translations").glob("*/LC_MESSAGES/*.po")}
    if any(not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in compiled.items()):
        call(PYTHON, "packaging/catalogues.py", "compile")
        for mo in compiled.values():
            mo.touch()


def missing_libraries() -> list[str]:
    """Return the libraries Qt asks the system for and does not find (Linux only)."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return []
    missing: set[str] = set()
    for package in VENV.glob("lib/python*/site-packages/PySide6"):
        for part in QT_PARTS:
            if (package / part).exists():
                told = subprocess.run(["ldd", package / part], capture_output=True, text=True, check=False).stdout
                missing |= {line.split()[0] for line in told.splitlines() if line.endswith("not found")}
    return sorted(missing)


def check_libraries() -> None:
    """Name the Debian packages Qt needs, and install them when running as root."""
    missing = missing_libraries()
    if not missing:
        return
    print(f"Qt needs system libraries that are missing: {', '.join(missing)}")
    packages = [PACKAGE_OF[name] for name in missing if name in PACKAGE_OF]
    if packages:
        apt_install(packages)
    left = missing_libraries()
    if left:
        raise Failed(f"still missing: {', '.join(left)}")


def setup() -> None:
    """Do all the set-up that is still to do."""
    create_venv()
    install_packages()
    check_libraries()


# --- commands ------------------------------------------------------------


def run(rest: list[str]) -> int:
    """Start the program from the checkout."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    setup()
    return call(PYTHON, "-m", "mfd_desktop", *rest, check=False)


def demo(rest: list[str]) -> int:
    """Build a fictitious desk, walk the tour through the real windows and take pictures, into build/demo."""
    setup()
    (ROOT / "build").mkdir(exist_ok=True)
    return call(PYTHON, "-m", "mfd_desktop", "demo", "--out", "build/demo", *rest, check=False)


def install_test_tools() -> None:
    """Install the programs that some tests use, where they are missing and the system has packages."""
    tools = [package for program, found in TEST_TOOLS.items() if not shutil.which(program) for package in found]
    if tools and sys.platform.startswith("linux"):
        print(f"some tests use {', '.join(tools)} and are skipped without:")
        apt_install(tools)


def test(rest: list[str]) -> int:
    """Run the test suite with reduced counts; with arguments, only what they name."""
    setup()
    install_test_tools()
    options = ["--numprocesses", WORKERS, "--dist", "loadfile"]
    if not rest:
        options += [f"--cov=mfd_desktop.{name}" for name in COVERED]
        options += ["--cov-branch", "--cov-fail-under=100"]
    return call(PYTHON, "-m", "pytest", *options, *rest, check=False)


def proof(rest: list[str]) -> int:
    """Run kills, faults and fuzz with the full counts and write the figures into docs/."""
    setup()
    install_test_tools()
    options = ["-m", "proof", "--timeout=14400", "--no-cov", "-p", "no:randomly"]
    return call(PYTHON, "-m", "pytest", *options, *rest, check=False, MFD_PROOF="1")


def check(_rest: list[str]) -> int:
    """Run everything that judges the source without running it."""
    setup()
    steps = {
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "ruff": (PYTHON, "-m", "ruff", "check", "."),
        "types": (PYTHON, "-m", "mypy"),
        "layers": (BIN / "lint-imports",),
        "catalogues": (PYTHON, "packaging/catalogues.py", "check"),
        "content": (PYTHON, "-m", "mfd_desktop.content.check"),
        "forms": (PYTHON, "-m", "mfd_desktop.forms.check"),
        "law": (PYTHON, "-m", "mfd_desktop.law.check"),
        "letters": (PYTHON, "-m", "mfd_desktop.letters.check"),
    }
    failed = []
    for name, command in steps.items():
        print(f"== {name}")
        if call(*command, check=False):
            failed.append(name)
    print(f"check failed: {', '.join(failed)}" if failed else "check passed")
    return 1 if failed else 0


def bench(rest: list[str]) -> int:
    """Measure the program and print the figures."""
    setup()
    return call(PYTHON, "-m", "mfd_desktop", "bench", *rest, check=False)


def dist(_rest: list[str]) -> int:
    """Build sdist and wheel, the wheel out of the sdist, and see that an installed wheel finds its data."""
    setup()
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    call(PYTHON, "-m", "build", "--outdir", "dist")
    (wheel,) = (ROOT / "dist").glob("*.whl")
    with tempfile.TemporaryDirectory() as scratch:
        python = Path(scratch) / "venv" / BIN.name / PYTHON.name
        call(PYTHON, "-m", "venv", "--without-pip", Path(scratch) / "venv")
        pip = [PYTHON, "-m", "pip"] if _has("ensurepip") else [sys.executable, "-m", "pip"]
        call(*pip, "--python", python, "install", "--quiet", "--disable-pip-version-check", wheel)
        for arguments in (
            ["-c", WHEEL_CHECK],
            ["-m", "mfd_desktop.content.check"],
            ["-m", "mfd_desktop.forms.check"],
            ["-m", "mfd_desktop.law.check"],
            ["-m", "mfd_desktop.letters.check"],
            ["-m", "mfd_desktop", "--help"],
        ):
            subprocess.run([python, "-P", *arguments], cwd=scratch, stdout=subprocess.DEVNULL, check=True)
    print(f"dist/{wheel.name} installs and finds its data")
    return 0


def catalogues(_rest: list[str]) -> int:
    """Collect the texts into the translation catalogues and compile them."""
    setup()
    return call(PYTHON, "packaging/catalogues.py", "update", check=False)


def only_setup(_rest: list[str]) -> int:
    """Set everything up and do no more."""
    setup()
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": only_setup,
    "run": run,
    "demo": demo,
    "test": test,
    "check": check,
    "proof": proof,
    "bench": bench,
    "dist": dist,
    "catalogues": catalogues,
}


def main() -> int:
    """Run one command; what follows its name goes to the program it starts."""
    if sys.version_info < (3, 11):  # noqa: UP036 - started with whatever Python the machine has
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(description="Developer commands of MFD Desktop")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        commands.add_parser(name, help=function.__doc__, add_help=False)
    chosen, rest = parser.parse_known_args()
    try:
        return COMMANDS[chosen.command](rest)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
