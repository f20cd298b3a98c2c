"""Build hook: compiles the catalogues, unpacks the fonts and ships both with the data files in the wheel."""

import importlib
import importlib.util
from importlib import metadata
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FONTS = {
    "FiraGO-Regular.ttf": "FiraGO_Regular",
    "FiraGO-Bold.ttf": "FiraGO_Bold",
    "NotoSansSymbols2-Regular.ttf": "NotoSansSymbols2_Regular",
}


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
    """Write FiraGO and its licence into `folder`; the fonts come from a package, not from the repository."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, module in FONTS.items():
        font: bytes = importlib.import_module(f"pymupdf_fonts.{module}").fontbuffer
        target = folder / name
        if not target.exists() or target.read_bytes() != font:
            target.write_bytes(font)
    licence = metadata.distribution("pymupdf-fonts").read_text("LICENSE.txt")
    if not licence:
        raise FileNotFoundError("LICENSE.txt of pymupdf-fonts")
    (folder / "OFL.txt").write_text(licence, encoding="utf-8", newline="\n")


def _compile_catalogues(root: Path) -> None:
    path = root / "packaging" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("mfd_catalogues", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.compile_all(root)
