"""The German texts of the statistics files reach the catalogue."""

from pathlib import Path

from mfd_desktop.content.statistics_files import statistics_messages


def test_titles_labels_definitions_and_terms_are_collected() -> None:
    found = dict(statistics_messages())
    assert found["Personen nach Staatsangehörigkeit"] == "resources/statistics/table_set-1.toml"
    assert found["Übriges Afrika"] == "resources/statistics/categories-1.toml"
    assert found["Alle Kontakte des Zeitraums nach ihrer Form."] == "resources/statistics/table_set-1.toml"
    assert {"Summe der Meldungen", "Kernstatistik der Migrationsfachdienste", "Weltregion"} <= found.keys()


def test_without_files_there_are_no_texts(tmp_path: Path) -> None:
    assert list(statistics_messages(tmp_path)) == []
