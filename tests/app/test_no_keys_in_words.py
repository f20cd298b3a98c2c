"""What holds a key, an identity or recovery words never shows them, wherever it is put into words."""

import dataclasses
import importlib
import pkgutil

import mfd_desktop
from mfd_desktop.app.keys import Share

KEYS = frozenset({"master", "identity", "age_identity", "signing_seed", "passphrase"})


def test_no_record_of_a_key_shows_it() -> None:
    seen = set()
    for part in ("vault", "exchange", "app", "domain", "files"):
        package = importlib.import_module(f"{mfd_desktop.__name__}.{part}")
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for kind in vars(module).values():
                if isinstance(kind, type) and dataclasses.is_dataclass(kind):
                    made = hasattr(vars(kind).get("__repr__"), "__wrapped__")
                    shown = {field.name for field in dataclasses.fields(kind) if field.repr and made}
                    seen |= {field.name for field in dataclasses.fields(kind)}
                    assert not shown & KEYS, kind
    assert {"master", "identity", "signing_seed", "age_identity"} <= seen


def test_a_sheet_does_not_show_its_words() -> None:
    assert not next(field for field in dataclasses.fields(Share) if field.name == "words").repr
