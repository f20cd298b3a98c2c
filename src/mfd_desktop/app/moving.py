"""Where a vault lies, said in a sentence, and moving it to a folder that no other program carries elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.damage import check_target
from mfd_desktop.content.i18n import _
from mfd_desktop.domain.errors_damage import TargetRefused
from mfd_desktop.files.copies import give_name
from mfd_desktop.files.folder_copies import copy_folder, folder_size
from mfd_desktop.files.whereabouts import CLOUD, SHARE, STICK, conflict_copies, whereabouts
from mfd_desktop.vault.backup_files import Told
from mfd_desktop.vault.bulk import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path


def place_warning(folder: Path) -> str:
    """Return why a vault had better not lie in ``folder``; empty if nothing speaks against it. May ask the medium."""
    kind, name = whereabouts(folder)
    if kind == CLOUD:
        return _(
            "Dieser Ordner wird von {name} abgeglichen. Der Tresor gehört auf diesen Rechner allein: Ein Abgleich kann"
            " ihn beschädigen, während Sie arbeiten, und trägt ihn auf fremde Rechner. Zum Sichern gibt es die"
            " Datensicherung."
        ).format(name=name)
    if kind == SHARE:
        return _(
            "Dieser Ordner liegt auf einem Netzlaufwerk. Bricht die Verbindung ab, kann der Tresor Schaden nehmen, und"
            " andere könnten ihn gleichzeitig öffnen. Er gehört auf diesen Rechner."
        )
    if kind == STICK:
        return _(
            "Dieser Ordner liegt auf einem Wechseldatenträger. Er kann verloren gehen oder mitten in der Arbeit"
            " abgezogen werden. Der Tresor gehört auf diesen Rechner, die Datensicherung auf den Stick."
        )
    return ""


def move_vault(
    folder: Path,
    target: Path,
    day: date,
    *,
    progress: Callable[[float], None] = lambda _part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Path | None:
    """Move a closed vault to ``target``: copied whole and read back, then the old folder gets another name.

    The old one stays under that name, which is returned, with any conflict copies; None if ``cancelled``, then nothing
    happened. Raises TargetRefused, StorageError; a failure after the copy is whole leaves both.
    """
    check_target(folder, target)
    if whereabouts(target)[0] in (CLOUD, SHARE):
        raise TargetRefused(target, "synced")
    if target.exists():
        raise TargetRefused(target, "exists")
    told = Told(progress, cancelled)
    told.expect(2 * folder_size(folder))
    copies = frozenset(conflict_copies(folder))
    try:
        copy_folder(folder, target, told, left_out=lambda path: path.name in copies)
    except Interrupted:
        return None
    old = folder.with_name(f"{folder.name}-alt-{day:%Y-%m-%d}")
    number = 2
    while old.exists():
        old = folder.with_name(f"{folder.name}-alt-{day:%Y-%m-%d}-{number}")
        number += 1
    give_name(folder, old)
    return old
