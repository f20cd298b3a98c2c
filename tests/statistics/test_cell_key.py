"""The perturbation table and the look-up against a second implementation, written from the published intervals."""

import hashlib
import hmac
import random
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from mfd_desktop.content.errors import ContentError
from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.statistics_files import WHOLE, read_cell_key_table
from mfd_desktop.statistics.cell_key import MODULUS, Perturbation, load_perturbation, record_key

FOLDER = resource_path("statistics")
PUBLISHED = """
0,0,1,0,1
1,0,0.68666559,0,0.68666559
1,3,0.25834414,0.68666559,0.94500973
1,4,0.04998379,0.94500973,0.99499352
1,5,0.00500648000000004,0.99499352,1
2,0,0.35388016,0,0.35388016
2,3,0.58618443,0.35388016,0.94006459
2,4,0.05824434,0.94006459,0.99830893
2,5,0.00167708,0.99830893,0.99998601
2,6,0.0000139900000000193,0.99998601,1
3,0,0.16251021,0,0.16251021
3,3,0.47611521,0.16251021,0.63862542
3,4,0.25684078,0.63862542,0.8954662
3,5,0.0850720000000001,0.8954662,0.9805382
3,6,0.01730135,0.9805382,0.99783955
3,7,0.00216044999999998,0.99783955,1
4,0,0.05685192,0,0.05685192
4,3,0.3027536,0.05685192,0.35960552
4,4,0.30275359,0.35960552,0.66235911
4,5,0.19741742,0.66235911,0.85977653
4,6,0.0968363600000001,0.85977653,0.95661289
4,7,0.0344772799999999,0.95661289,0.99109017
4,8,0.00890983000000001,0.99109017,1
5,3,0.18136283,0,0.18136283
5,4,0.23506252,0.18136283,0.41642535
5,5,0.23506252,0.41642535,0.65148787
5,6,0.17942294,0.65148787,0.83091081
5,7,0.10528841,0.83091081,0.93619922
5,8,0.0474147,0.93619922,0.98361392
5,9,0.01638608,0.98361392,1
6,3,0.04440343,0,0.04440343
6,4,0.11910852,0.04440343,0.16351195
6,5,0.21374006,0.16351195,0.37725201
6,6,0.25659357,0.37725201,0.63384558
6,7,0.2060736,0.63384558,0.83991918
6,8,0.11071737,0.83991918,0.95063655
6,9,0.03979475,0.95063655,0.9904313
6,10,0.00956869999999999,0.9904313,1
7,3,0.00826066,0,0.00826066
7,4,0.03754988,0.00826066,0.04581054
7,5,0.11074352,0.04581054,0.15655406
7,6,0.21190645,0.15655406,0.36846051
7,7,0.26307898,0.36846051,0.63153949
7,8,0.21190645,0.63153949,0.84344594
7,9,0.11074352,0.84344594,0.95418946
7,10,0.0375498799999999,0.95418946,0.99173934
7,11,0.00826066000000003,0.99173934,1
"""
"""As computed with ptable: true count, published count, probability, lower and upper end of the interval."""


Interval = tuple[int, int, int]


def intervals() -> dict[int, list[Interval]]:
    """Return published count and ends of each interval in hundred millionths, by true count."""
    found: dict[int, list[Interval]] = defaultdict(list)
    for line in PUBLISHED.split():
        i, j, _share, low, high = line.split(",")
        found[int(i)].append((int(j), int(Fraction(low) * 10**8), int(Fraction(high) * 10**8)))
    return found


def second_look(rows: dict[int, list[Interval]], count: int, key: int) -> int:
    """Return what the intervals say about a cell key, in whole numbers."""
    row = min(count, 7)
    place = key * 10**8
    (to,) = (to for to, low, high in rows[row] if low * 2**32 <= place < high * 2**32)
    return count + to - row


@pytest.fixture(scope="module")
def method() -> Perturbation:
    return load_perturbation()


def test_the_shipped_table_is_the_published_one() -> None:
    table = read_cell_key_table(FOLDER / "cell_key-1.toml")
    published = defaultdict(list)
    for line in PUBLISHED.split():
        i, j, share, _low, _high = line.split(",")
        if int(i):
            published[int(i)].append((int(j), round(Fraction(share) * WHOLE)))
    assert {row.count: list(zip(row.to, row.share, strict=True)) for row in table.rows} == published


def test_every_row_sums_to_one_keeps_the_mean_and_has_the_variance() -> None:
    table = read_cell_key_table(FOLDER / "cell_key-1.toml")
    assert len(table.rows) == 7
    for row in table.rows:
        changes = [(to - row.count, Fraction(share, WHOLE)) for to, share in zip(row.to, row.share, strict=True)]
        mean = sum(change * share for change, share in changes)
        variance = sum(change**2 * share for change, share in changes) - mean**2
        assert sum(share for _change, share in changes) == 1
        assert abs(mean) < Fraction(1, 10**6)
        assert abs(variance - Fraction(table.variance, 100)) < Fraction(1, 10**5)
        assert not {1, 2} & set(row.to)
        assert max(abs(change) for change, _share in changes) <= 4


def test_the_look_up_equals_a_second_implementation(method: Perturbation) -> None:
    chance, rows = random.Random(20261127), intervals()
    pairs = [(chance.randrange(30), chance.randrange(MODULUS)) for _ in range(100_000)]
    # And both sides of every threshold.
    for count, row in rows.items():
        for _to, low, _high in row:
            edge = low * MODULUS // 10**8
            pairs += [(count, key % MODULUS) for key in range(edge - 2, edge + 3)]
    assert [method.publish(count, key) for count, key in pairs] == [second_look(rows, *pair) for pair in pairs]


def test_nothing_is_published_at_1_or_2_and_zero_stays_zero(method: Perturbation) -> None:
    chance = random.Random(5)
    for count in range(40):
        published = {method.publish(count, chance.randrange(MODULUS)) for _ in range(3000)}
        assert not {1, 2} & published
        assert max(abs(found - count) for found in published) <= 4
        assert count or published == {0}


def test_a_key_beyond_32_bits_counts_modulo(method: Perturbation) -> None:
    assert method.publish(9, 12345) == method.publish(9, 12345 + 7 * MODULUS)


def test_record_keys_are_the_first_32_bits_of_the_hmac() -> None:
    secret = bytes(range(16))
    expected = hmac.new(secret, b"T-PER-1", hashlib.sha256).hexdigest()[:8]
    assert record_key(secret, "T-PER-1") == int(expected, 16)
    assert record_key(secret, "T-PER-2") != record_key(secret, "T-PER-1")


def test_the_digest_names_the_numbers_and_not_the_texts(tmp_path: Path) -> None:
    folder = tmp_path / "statistics"
    folder.mkdir()
    text = (FOLDER / "cell_key-1.toml").read_text(encoding="utf-8")
    path = folder / "cell_key-1.toml"
    path.write_text(text.replace("Überlagerungstabelle", "Tabelle"), encoding="utf-8")
    assert load_perturbation(root=tmp_path).digest == load_perturbation().digest
    path.write_text(text.replace("68666559, 25834414", "68666558, 25834415"), encoding="utf-8")
    assert load_perturbation(root=tmp_path).digest != load_perturbation().digest


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "cell_key-1"', 'id = "cell_key-9"', "$.id"),
        ("count = 2,", "count = 3,", "$.rows[1].count"),
        ("to = [0, 3, 4, 5], share", "to = [0, 4, 3, 5], share", "$.rows[0].to"),
        ("68666559", "68666558", "$.rows[0].share"),
        ("variance = 225", "variance = 225\nmore = 1", "$"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, place: str) -> None:
    text = (FOLDER / "cell_key-1.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "cell_key-1.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_cell_key_table(path)
    assert refused.value.path == place
