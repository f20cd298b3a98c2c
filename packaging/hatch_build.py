"""Build hook: compiles the catalogues, unpacks the fonts and ships both with the data files in the wheel."""

import importlib
import importlib.util
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONTS = {
    "FiraGO-Regular.ttf": "FiraGO_Regular",
    "FiraGO-Bold.ttf": "FiraGO_Bold",
    "NotoSansSymbols2-Regular.ttf": "NotoSansSymbols2_Regular",
}
ETHIOPIC = "fonts/ofl/notosansethiopic"
"""Where its package keeps Noto Sans Ethiopic: FiraGO lacks the script of Tigrinya and Amharic."""


class DataHook(BuildHookInterface):
    """Runs before every wheel; an editable install reads the checkout and gets no copies."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what git does not keep, then name what goes into the wheel."""
        root = Path(self.root)
        _compile_catalogues(root)
        unpack_fonts(root / "resources" / "fonts")
        if version != "editable":
            for folder in ("resources", "translations"):
                build_data["force_include"][str(root / folder)] = f"mfd_desktop/_data/{folder}"


def unpack_fonts(folder: Path) -> None:
    """Write the fonts and their licences into `folder`; they come from packages, not from the repository."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in FONTS.items():
        _write(folder / name, importlib.import_module(f"pymupdf_fonts.{module}").fontbuffer)
    licence = metadata.distribution("pymupdf-fonts").read_text("LICENSE.txt")
    if not licence:
        raise FileNotFoundError("LICENSE.txt of pymupdf-fonts")
    (folder / "OFL.txt").write_text(licence, encoding="utf-8", newline="\n")
    ethiopic = resources.files("justmytype_intl_africa").joinpath(ETHIOPIC)
    _write(folder / "NotoSansEthiopic.ttf", ethiopic.joinpath("NotoSansEthiopic[wdth,wght].ttf").read_bytes())
    _write(folder / "OFL-NotoSansEthiopic.txt", ethiopic.joinpath("OFL.txt").read_bytes())


def _write(target: Path, content: bytes) -> None:
    if not target.exists() or target.read_bytes() != content:
        target.write_bytes(content)


def _compile_catalogues(root: Path) -> None:
    path = root / "packaging" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("mfd_catalogues", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_all(root)
