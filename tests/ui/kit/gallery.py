"""Draws every widget of the kit to PNG for human eyes: python tests/ui/kit/gallery.py OUT_FOLDER.

Pass a scale (1 or 2) as second argument; both themes are drawn.
"""

import os
import sys
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if len(sys.argv) > 2:
    os.environ["QT_SCALE_FACTOR"] = sys.argv[2]

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from mfd_desktop.ui.fonts import load_fonts
from mfd_desktop.ui.kit.banner import Banner, BannerKind
from mfd_desktop.ui.kit.buttons import danger, icon_button, primary, quiet, secondary
from mfd_desktop.ui.kit.card import Card, Figure
from mfd_desktop.ui.kit.checks import BoolEditor
from mfd_desktop.ui.kit.codes import CodeEditor, CodesEditor
from mfd_desktop.ui.kit.dialog import Sheet
from mfd_desktop.ui.kit.editor import TextEditor
from mfd_desktop.ui.kit.field import Field, FormGrid
from mfd_desktop.ui.kit.flow import FlowBox
from mfd_desktop.ui.kit.heading import PageHeader
from mfd_desktop.ui.kit.labels import Label
from mfd_desktop.ui.kit.moments import DateEditor, StepsEditor, TimeEditor
from mfd_desktop.ui.kit.nav_button import NavButton
from mfd_desktop.ui.kit.notes import NoteEditor
from mfd_desktop.ui.kit.pill import Pill
from mfd_desktop.ui.kit.rows import Row, RowList
from mfd_desktop.ui.kit.scroll import PageScroller
from mfd_desktop.ui.kit.secret import SecretEditor
from mfd_desktop.ui.kit.table import Column, DataTable
from mfd_desktop.ui.theme import GAP, GAP_HUGE, Scheme, Tone, apply_theme

TODAY = date(2026, 11, 23)
LANGUAGES = [("ar", "Arabisch"), ("fa", "Dari / Persisch"), ("tr", "Türkisch"), ("uk", "Ukrainisch")]
DEADLINES = [
    Row(
        1,
        "Eilantrag gegen die Überstellung – 1 Woche ab Zustellung 17.11.",
        "2026-0143 · A. T. · Verwaltungsgericht Trier",
        "Di 24.11.2026",
        "morgen",
        Tone.URGENT,
        button="Öffnen",
    ),
    Row(
        2,
        "Widerspruch Jobcenter – 1 Monat ab 4. Tag nach Aufgabe 23.10.",
        "2026-0098 · M. B. · Vorfrist seit 20.11.",
        "Fr 27.11.2026",
        "in 4 Tagen",
        Tone.WARNING,
        "diamond",
        button="Öffnen",
    ),
    Row(
        3,
        "AGG-Ansprüche schriftlich geltend machen – sicher Fr 27.11., gesetzlich Mo 30.11.",
        "2025-0311 · S. M. · an Beratungsstelle verwiesen",
        "Fr 27.11.2026",
        "in 4 Tagen",
        Tone.ACCENT,
        "dot",
        button="Öffnen",
    ),
]
STEPS = [
    Row(1, "Registrierung, Ankunftsnachweis", icon="check", note="14.07.2026"),
    Row(2, "Überstellungsentscheidung", icon="dot", note="zugestellt 17.11.2026", strong=True),
    Row(3, "Rechtsbehelf: Eilantrag, Klage, Begründung", icon="circle", note="bis 24.11.2026"),
]


def navigation(*, compact: bool) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "navigation")
    frame.setFixedWidth(96 if compact else 196)
    column = QVBoxLayout(frame)
    column.setContentsMargins(6 if compact else 12, 16, 6 if compact else 12, 12)
    column.setSpacing(3)
    if not compact:
        column.addWidget(Label("MFD Desktop", "heading", wrap=False))
        column.addWidget(Label("Dienststelle Musterburg", wrap=False))
        column.addSpacing(8)
    names = [
        ("Heute", "today"),
        ("Fälle", "cases"),
        ("Kurzberatung", "short-contact"),
        ("Kalender", "calendar"),
        ("Fristen", "deadlines"),
        ("Briefe", "letters"),
        ("Struktur", "structure"),
        ("Statistik", "statistics"),
        ("Verbund", "network"),
        ("Einstellungen", "settings"),
    ]
    for text, sign in names[: 6 if compact else None]:
        button = NavButton(text, sign)
        button.set_compact(compact=compact)
        button.setChecked(text == "Heute")
        column.addWidget(button)
    column.addStretch(1)
    return frame


def today_page() -> PageScroller:
    page = PageScroller(GAP_HUGE)
    header = PageHeader("Heute", "Montag, 23. November 2026")
    header.add_action(Pill("Sicherung geprüft heute 07:58", Tone.GOOD))
    header.add_action(Pill("Q3 angekommen · Version 1"))
    header.add_action(primary("Kurzberatung   Strg+N", "plus"))
    page.column.addWidget(header)
    card = Card("Fristen", "4 in den nächsten 7 Tagen · Namen zeigen F9")
    deadlines = RowList("Fristen")
    deadlines.set_rows(DEADLINES)
    card.add(deadlines)
    page.column.addWidget(card)
    steps = RowList("Asylverfahren")
    steps.set_rows(STEPS)
    card = Card("Asylverfahren")
    card.add(steps)
    page.column.addWidget(card)
    figures = Card("Dieses Quartal", "exakt, nur auf diesem Rechner")
    row = QHBoxLayout()
    for value, words in (("87", "Personen"), ("214", "Kontakte"), ("9", "Asylverfahren begleitet")):
        row.addWidget(Figure(value, words))
    figures.add_layout(row)
    page.column.addWidget(figures)
    return page


def form_page() -> tuple[PageScroller, CodeEditor]:
    page = PageScroller(GAP_HUGE)
    page.column.addWidget(PageHeader("Kurzberatung", "ohne Personendaten"))
    page.column.addWidget(Banner("Nächste Woche ist Feiertag.", BannerKind.INFO))
    page.column.addWidget(
        Banner(
            "Der Ordner ist nicht erreichbar. Ihre Eingaben sind gespeichert.",
            BannerKind.ERROR,
            "Noch einmal",
        )
    )
    grid = FormGrid()
    birth = DateEditor(lambda: TODAY)
    birth.set_raw("31.02.2026")
    field = Field("Geburtsdatum", birth, required=True)
    field.set_error("Diesen Tag gibt es nicht.")
    language = CodeEditor(LANGUAGES, "Sprache wählen")
    several = CodesEditor(LANGUAGES, "hinzufügen", most=3)
    several.set_raw("ar uk")
    steps = StepsEditor()
    steps.set_raw("45")
    grid.add(field)
    grid.add(Field("Beratungssprache", language, "Anfang des Wortes tippen, Eingabe übernimmt.", required=True))
    grid.add(Field("Staatsangehörigkeiten", several))
    grid.add(Field("Dauer", steps))
    grid.add(Field("Uhrzeit", TimeEditor()))
    grid.add(Field("Name", TextEditor("Nachname, Vorname")))
    secret = SecretEditor()
    secret.set_raw("Uebungsakte")
    grid.add(Field("Passwort", secret))
    tick = BoolEditor("Dolmetscherin nötig")
    tick.set_raw("1")
    grid.add(tick)
    note = NoteEditor("Notiz", most=2000, lines=3)
    note.set_raw("Unterlagen fehlen noch.\nمرحبا بالعالم")
    grid.add(Field("Notiz", note), full=True)
    card = Card("Angaben")
    card.add(grid)
    page.column.addWidget(card)
    flow = FlowBox()
    for button in (
        primary("Speichern"),
        secondary("Brief schreiben", "letters"),
        quiet("Mehr dazu", "info"),
        danger("Löschen", "trash"),
        icon_button("edit", "Bearbeiten"),
    ):
        flow.add(button)
    off = secondary("Nicht möglich", "print")
    off.setEnabled(False)
    flow.add(off)
    page.column.addWidget(flow)
    return page, language


def table_page() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(GAP_HUGE, GAP_HUGE, GAP_HUGE, GAP_HUGE)
    column.setSpacing(GAP)
    column.addWidget(PageHeader("Testperson, Amal mit einem sehr langen Namen", "Fall 2026-0143"))
    flow = FlowBox()
    for text, tone in (
        ("Case-Management", Tone.ACCENT),
        ("Aufenthaltsgestattung · § 55 AsylG", Tone.ACCENT),
        ("Entbindung: BAMF, VG Trier", Tone.GOOD),
        ("keine Entbindung: Jobcenter", Tone.WARNING),
        ("Frist morgen", Tone.URGENT),
        ("ruht", Tone.NEUTRAL),
    ):
        flow.add(Pill(text, tone))
    column.addWidget(flow)
    tabs = QTabBar()
    for name in ("Verlauf", "Stammdaten", "Beratung"):
        tabs.addTab(name)
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    column.addWidget(tabs)
    table: DataTable[tuple[str, ...]] = DataTable(
        "Fälle",
        [
            Column("Fall", lambda row: row[0]),
            Column("Name", lambda row: row[1], stretch=3),
            Column("Letzter Kontakt", lambda row: row[2], stretch=2),
            Column("Status", lambda row: row[3]),
        ],
    )
    table.set_rows([(f"2026-{n:04}", f"Testperson {n}, Amal", f"{n % 28 + 1:02}.10.2026", "offen") for n in range(40)])
    card = Card(grow=True)
    card.add(table)
    column.addWidget(card, 1)
    return page


def shot(widget: QWidget, path: Path) -> None:
    QApplication.processEvents()
    widget.grab().save(str(path))


def draw(out: Path, scheme: Scheme, width: int, height: int) -> None:
    form, language = form_page()
    for name, page in (("heute", today_page()), ("formular", form), ("tabelle", table_page())):
        window = QWidget()
        window.setProperty("kind", "page")
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(navigation(compact=width < 760))
        row.addWidget(page, 1)
        window.resize(width, height)
        window.show()
        QApplication.processEvents()
        if page is form:
            language.entry.setFocus()
            QTest.keyClicks(language.entry, "p")
        for list_widget in window.findChildren(RowList)[:1]:
            list_widget.setFocus()
        shot(window, out / f"{name}-{scheme}-{width}.png")
        if page is form:
            language.entry.close_list()
            form.verticalScrollBar().setValue(10_000)
            shot(window, out / f"{name}-unten-{scheme}-{width}.png")
        window.deleteLater()
    sheet = Sheet(None, "Fall schließen", "Schließen und sichern", 480)
    sheet.add(Label("Der Fall wird geschlossen. Offene Wiedervorlagen bleiben stehen."))
    sheet.add(Field("Grund", TextEditor()))
    day = DateEditor(lambda: TODAY)
    sheet.add(Field("Ende", day))
    sheet.show()
    shot(sheet, out / f"dialog-{scheme}-{width}.png")
    day.open_calendar()
    shot(day.findChild(QFrame), out / f"kalender-{scheme}-{width}.png")
    sheet.reject()


def main() -> None:
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    load_fonts()
    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        apply_theme(app, scheme)
        draw(out, scheme, 1366 // scale, 768 // scale)


if __name__ == "__main__":
    main()
