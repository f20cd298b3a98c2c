"""The form of the office data: invalid texts are never stored, so they stay unsaved and sealed until put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mfd_desktop.app.saving import check
from mfd_desktop.ui.record_form import RecordForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mfd_desktop.domain.fields import Problem


class OfficeForm(RecordForm):
    """Stores each valid field when it is left; what is invalid counts as not saved, so a lock brings it back."""

    def load(self, raws: Mapping[str, str], problems: Iterable[Problem] = ()) -> bool:
        """Show these texts, over them the sealed draft, and say what is wrong with what then stands there."""
        drafted = super().load(raws, problems)
        self._say_what_is_wrong()
        return drafted

    def _on_committed(self, name: str) -> None:
        before = self._loaded.get(name, "")
        super()._on_committed(name)
        self._say_what_is_wrong()
        if self.fields[name].error():
            self._loaded[name] = before
        if self.touched():
            self.desk.form_edited.emit()

    def _say_what_is_wrong(self) -> None:
        session = self.desk.session
        self.show_problems(
            check(self.fieldset, self.texts(), today=session.clock.today(), lists=session.lists).problems
        )
