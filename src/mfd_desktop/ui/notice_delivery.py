"""How a notice arrived: the way with its small drawing, then more closely, with a drawing of what to look for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from mfd_desktop.app.rulebook import book
from mfd_desktop.content.i18n import _, content_text, translate_marked
from mfd_desktop.ui import notice_drawings
from mfd_desktop.ui.kit.choice import ChoiceEditor
from mfd_desktop.ui.kit.drawing_view import DrawingView
from mfd_desktop.ui.kit.editor import Editor
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.picture_choice import PictureChoice
from mfd_desktop.ui.notice_pictures import picture
from mfd_desktop.ui.notice_ways import WAYS, way_of
from mfd_desktop.ui.theme import GAP_SMALL

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mfd_desktop.ui.notice_ways import Way


class DeliveryEditor(Editor):
    """The raw text is a code of ``notice_forms``; the code of the way as long as it is not known more closely."""

    def __init__(self) -> None:
        """Build the ways; what tells the forms of one apart comes when it is chosen."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.ways = PictureChoice([(way.code, translate_marked(way.label)) for way in WAYS], picture)
        self._closer: dict[str, ChoiceEditor] = {}
        self.question = Label(_("Wie genau?"), "muted")
        self.look = DrawingView(_("Worauf zu achten ist"))
        self.recognise, self.basis = Label(), Label("", "help")
        self._column = QVBoxLayout()
        self._column.setSpacing(GAP_SMALL)
        self._row.addLayout(self._column, 1)
        self._column.addWidget(self.ways)
        self._column.addWidget(self.question)
        for way in WAYS:
            if len(way.forms) > 1:
                self._closer[way.code] = self._make_closer(way)
                self._column.addWidget(self._closer[way.code])
        for widget in (self.look, self.recognise, self.basis):
            self._column.addWidget(widget)
        self._focus_widget = self.ways.input_widget()
        self.setFocusProxy(self._focus_widget)
        self.ways.committed.connect(self._on_way)
        self.ways.undo_asked.connect(self.undo_asked)
        self._form = ""
        self._show()

    def raw(self) -> str:
        return self._form

    def set_raw(self, text: str) -> None:
        way = way_of(text)
        self._form = text
        self.ways.set_raw(way.code if way else "")
        if way is not None and len(way.forms) > 1:
            self._closer[way.code].set_raw(text if text != way.code else "")
        self._show()

    def describe(self, text: str) -> None:
        super().describe(text)
        self.ways.describe(text)

    def set_invalid(self, *, invalid: bool) -> None:
        self.ways.set_invalid(invalid=invalid and way_of(self._form) is None)
        for closer in self._closer.values():
            closer.set_invalid(invalid=invalid)

    def input_widget(self) -> QWidget:
        """Return the group of ways, or what tells the forms apart where only that is missing."""
        way = way_of(self._form)
        if way is not None and self._form == way.code and way.code in self._closer:
            return self._closer[way.code].input_widget()
        return self.ways.input_widget()

    def closer(self) -> ChoiceEditor | None:
        """Return the question that tells the forms of the chosen way apart, if there is one."""
        return self._closer.get(self.ways.raw())

    def _on_way(self) -> None:
        way = way_of(self.ways.raw())
        if way is None:
            self._take("")
        elif len(way.forms) == 1:
            self._take(way.forms[0][0])
        elif way_of(self._form) is not way:
            self._closer[way.code].set_raw("")
            self._take(way.code)

    def _on_closer(self, way: Way) -> None:
        self._take(self._closer[way.code].raw() or way.code)

    def _take(self, form: str) -> None:
        self._form = form
        self._show()
        self.edited.emit()
        self.committed.emit()

    def _make_closer(self, way: Way) -> ChoiceEditor:
        made = ChoiceEditor([(code, translate_marked(label)) for code, label in way.forms])
        made.input_widget().setAccessibleName(_("Wie genau?"))
        made.describe("")
        made.committed.connect(partial(self._on_closer, way))
        made.undo_asked.connect(self.undo_asked)
        return made

    def _show(self) -> None:
        way = way_of(self._form)
        for code, closer in self._closer.items():
            closer.setVisible(way is not None and code == way.code)
        self.question.setVisible(way is not None and len(way.forms) > 1)
        form = book().forms.get(self._form)
        known = form is not None and self._form in notice_drawings.forms()
        self.look.setVisible(known)
        self.recognise.setVisible(form is not None)
        self.basis.setVisible(form is not None)
        if known:
            self.look.show_drawing(partial(notice_drawings.drawing, self._form), notice_drawings.described(self._form))
        if form is not None:
            hint = content_text(form.hint) if form.hint else ""
            self.recognise.setText(" ".join(part for part in (content_text(form.recognise), hint) if part))
            self.basis.setText(form.basis)
        self.updateGeometry()
