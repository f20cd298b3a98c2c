"""One row of the settings, made from the declaration of its option."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from mfd_desktop.content.i18n import _, translate_marked
from mfd_desktop.ui.kit.codes import CodeEditor
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field

if TYPE_CHECKING:
    from mfd_desktop.app.options import Option
    from mfd_desktop.content.codelists import CodeLists
    from mfd_desktop.ui.kit.editor import Editor


class OptionField(Field):
    """Edits one option. Signal ``chosen(str)``: another value that the option accepts."""

    chosen = Signal(str)

    def __init__(self, option: Option, lists: CodeLists, helping: str = "") -> None:
        """Build the editor that suits the declaration; ``helping`` takes the place of the help declared."""
        helping = helping or (translate_marked(option.help) if option.help else "")
        super().__init__(translate_marked(option.label), _editor(option, lists), helping)
        self.option = option
        self._known = set(lists.codes(option.codes)) if option.codes else None
        self._value = option.default
        self.editor.committed.connect(self._on_committed)

    def show_value(self, value: str) -> None:
        """Show the stored value, unless something else is being typed."""
        if self.editor.raw() in ("", self._value) and not self.error():
            self.editor.set_raw(value)
        self._value = value

    def _on_committed(self) -> None:
        value = self.editor.raw().strip()
        if not self._accepts(value):
            self.set_error(self._reason())
            return
        self.set_error("")
        if value != self._value:
            self._value = value
            self.chosen.emit(value)

    def _accepts(self, value: str) -> bool:
        if self._known is not None:
            return value in self._known
        return self.option.accepts(value)

    def _reason(self) -> str:
        if self.option.most:
            return _("Bitte eine ganze Zahl von {least} bis {most} eingeben.").format(
                least=self.option.least, most=self.option.most
            )
        return _("Bitte einen Eintrag der Liste wählen.")


def _editor(option: Option, lists: CodeLists) -> Editor:
    if option.codes:
        return CodeEditor(lists.choices(option.codes))
    if option.choices:
        return CodeEditor([(value, translate_marked(label)) for value, label in option.choices])
    return TextEditor()
