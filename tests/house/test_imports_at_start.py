"""What is imported when: Qt only by ui, and nothing heavy before the unlock window is painted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "mfd_desktop"
BELOW_UI = sorted(
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if path.relative_to(PACKAGE).parts[0] not in {"ui", "__main__.py"}
)
OURS = "mfd_desktop"

WITHOUT_QT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print([name for name in sys.modules if name.split(".")[0] in {"PySide6", "shiboken6"}])
"""

# Lists what was imported up to the moment the window is painted for the first time.
FIRST_PAINT = """
import sys
from pathlib import Path

def tell():
    print("\\n".join(sorted(sys.modules)), flush=True)
    from PySide6.QtCore import QCoreApplication
    QCoreApplication.quit()

if len(sys.argv) > 1:
    from mfd_desktop.ui.start import start
    folder = Path(sys.argv[1])
    (folder / "vault.json").write_text("{}")
    sys.exit(start(vault=folder, home=folder / "home", painted=tell))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Bare(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, tell)

application = QApplication([])
window = Bare()
window.show()
sys.exit(application.exec())
"""


def foreign(modules: list[str], bare: list[str]) -> set[str]:
    """Return the packages that are neither standard library, ours, nor loaded by a bare window of Qt."""
    expected = {
        OURS,
        "PySide6",
        "shiboken6",
        *sys.stdlib_module_names,
        *(name.split(".")[0] for name in bare),
    }
    return {name.split(".")[0] for name in modules} - expected


def _python(script: str, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT / "src",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_nothing_below_ui_loads_qt() -> None:
    assert BELOW_UI
    assert _python(WITHOUT_QT, *BELOW_UI) == ["[]"]


def test_the_check_notices_qt() -> None:
    assert _python(WITHOUT_QT, "PySide6.QtCore") != ["[]"]


@pytest.mark.ui
def test_only_qt_and_the_standard_library_before_the_first_paint(tmp_path: Path) -> None:
    bare, loaded = _python(FIRST_PAINT), _python(FIRST_PAINT, str(tmp_path))
    assert "PySide6.QtWidgets" in loaded
    assert "mfd_desktop.ui.unlock" in loaded
    assert foreign(loaded, bare) == set()


def test_the_check_notices_a_heavy_library() -> None:
    loaded = ["json", "PySide6.QtGui", "mfd_desktop.ui", "babel.core", "msgspec", "shibokensupport.x"]
    assert foreign(loaded, ["shibokensupport"]) == {"babel", "msgspec"}
