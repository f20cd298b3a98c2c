"""The Unicode bidirectional algorithm (UAX #9): levels of a paragraph, and the visual order of a line.

All rules are here, isolates (X5a–X6a) and pairs of brackets (N0) too: the libraries at hand either hide the levels
or leave those two out, and in Arabic beside German both decide where a bracket or a number stands.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "ur", "he", "yi", "sd", "ug", "dv", "syr", "arc"})
"""Languages written from right to left."""
_DEPTH = 125
_EMBEDDINGS = {"RLE": 1, "LRE": 0, "RLO": 1, "LRO": 0}
_OVERRIDES = {"RLO": "R", "LRO": "L"}
_ISOLATES = {"RLI": 1, "LRI": 0, "FSI": -1}
_REMOVED = frozenset({"RLE", "LRE", "RLO", "LRO", "PDF", "BN"})
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "RLI", "LRI", "FSI", "PDI"})
_NUMBERS = frozenset({"EN", "AN"})
_TURNING = frozenset({"R", "AL", "AN", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI"})
# BidiBrackets.txt; the two angle brackets of U+2329 count as those of U+3008.
_PAIRS = (
    "()[]{}\u0f3a\u0f3b\u0f3c\u0f3d\u169b\u169c\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309"
    "\u230a\u230b\u2768\u2769\u276a\u276b\u276c\u276d\u276e\u276f\u2770\u2771\u2772\u2773\u2774\u2775"
    "\u27c5\u27c6\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb\u27ec\u27ed\u27ee\u27ef\u2983\u2984\u2985\u2986"
    "\u2987\u2988\u2989\u298a\u298b\u298c\u298d\u2990\u298f\u298e\u2991\u2992\u2993\u2994\u2995\u2996"
    "\u2997\u2998\u29d8\u29d9\u29da\u29db\u29fc\u29fd\u2e22\u2e23\u2e24\u2e25\u2e26\u2e27\u2e28\u2e29"
    "\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019"
    "\u301a\u301b"
)
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_BRACKETS_DEEP = 63


def runs_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left (``ar``, ``fa``, ``ckb``, ``ar-SY`` …)."""
    tag = language.lower()
    return tag in RIGHT_TO_LEFT or tag.split("-")[0] in RIGHT_TO_LEFT


def levels(text: str, base: int) -> list[int]:
    """Return the embedding level of every character of one paragraph; ``base`` is 0 or 1.

    Rule L1 has been applied to separators and to white space before them, not to the ends of lines: who breaks lines
    gives what ends them ``base``.
    """
    classes = [_class(char) for char in text]
    if base == 0 and _TURNING.isdisjoint(classes):
        return [0] * len(text)
    partners = _partners(classes)
    found, types = _explicit(classes, partners, base)
    kept = [index for index, name in enumerate(classes) if name not in _REMOVED]
    explicit = tuple(found)
    for indexes in _sequences(kept, explicit, classes, partners):
        ends = _ends(indexes, kept, explicit, classes, base)
        _resolve(_Sequence(text, classes, types, explicit[indexes[0]], indexes, *ends), found)
    _fill_removed(found, classes, base)
    _reset_separators(found, classes, base)
    return found


def visual_order(of_levels: Sequence[int]) -> list[int]:
    """Return the indexes of a line's pieces from left to right (rule L2)."""
    order = list(range(len(of_levels)))
    if not order:
        return order
    lowest_odd = min((level for level in of_levels if level % 2), default=None)
    if lowest_odd is None:
        return order
    for level in range(max(of_levels), lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            if of_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and of_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


@lru_cache(maxsize=2048)
def _class(char: str) -> str:
    """Return the class of a character; one Python does not know yet counts as a letter."""
    return unicodedata.bidirectional(char) or "L"


def _partners(classes: Sequence[str]) -> dict[int, int]:
    """Return the matching PDI of every isolate initiator and the other way round (BD9)."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for index, name in enumerate(classes):
        if name in _ISOLATES:
            waiting.append(index)
        elif name == "PDI" and waiting:
            opening = waiting.pop()
            partners[opening], partners[index] = index, opening
        elif name == "B":
            waiting.clear()
    return partners


class _Stack:
    """The directional status stack of rules X1–X8: level, override, whether it is an isolate."""

    def __init__(self, base: int) -> None:
        self._entries: list[tuple[int, str, bool]] = [(base, "", False)]
        self._isolates = self._lost_isolates = self._lost_embeddings = 0

    @property
    def level(self) -> int:
        return self._entries[-1][0]

    @property
    def override(self) -> str:
        return self._entries[-1][1]

    def push(self, odd: int, override: str, *, isolate: bool) -> None:
        level = self.level + 1 if (self.level + 1) % 2 == odd else self.level + 2
        if level <= _DEPTH and not self._lost_isolates and not self._lost_embeddings:
            self._entries.append((level, override, isolate))
            self._isolates += isolate
        elif isolate:
            self._lost_isolates += 1
        elif not self._lost_isolates:
            self._lost_embeddings += 1

    def pop_isolate(self) -> None:
        if self._lost_isolates:
            self._lost_isolates -= 1
        elif self._isolates:
            self._lost_embeddings = 0
            while not self._entries[-1][2]:
                self._entries.pop()
            self._entries.pop()
            self._isolates -= 1

    def pop_embedding(self) -> None:
        if self._lost_isolates:
            return
        if self._lost_embeddings:
            self._lost_embeddings -= 1
        elif len(self._entries) > 1 and not self._entries[-1][2]:
            self._entries.pop()


def _explicit(classes: Sequence[str], partners: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Return levels and types after rules X1–X8."""
    stack, found, types = _Stack(base), [base] * len(classes), list(classes)
    for index, name in enumerate(classes):
        if name in _EMBEDDINGS:
            found[index] = stack.level
            stack.push(_EMBEDDINGS[name], _OVERRIDES.get(name, ""), isolate=False)
        elif name == "PDF":
            stack.pop_embedding()
            found[index] = stack.level
        elif name == "B":
            stack = _Stack(base)
        elif name == "BN":
            found[index] = stack.level
        else:
            if name == "PDI":
                stack.pop_isolate()
            found[index] = stack.level
            types[index] = stack.override or name
            if name in _ISOLATES:
                odd = _ISOLATES[name]
                inside = classes[index + 1 : partners.get(index, len(classes))]
                stack.push(_first_strong(inside) if odd < 0 else odd, "", isolate=True)
    return found, types


def _first_strong(classes: Sequence[str]) -> int:
    """Return the base level of a text by its first strong letter outside isolates (P2, P3)."""
    depth = 0
    for name in classes:
        if name in _ISOLATES:
            depth += 1
        elif name == "PDI":
            depth = max(depth - 1, 0)
        elif not depth and name in {"L", "R", "AL"}:
            return int(name != "L")
    return 0


def _sequences(
    kept: Sequence[int], found: Sequence[int], classes: Sequence[str], partners: dict[int, int]
) -> list[list[int]]:
    """Return the isolating run sequences (BD13)."""
    runs: list[list[int]] = []
    for index in kept:
        if runs and found[runs[-1][-1]] == found[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    by_first = {run[0]: run for run in runs}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in partners:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in _ISOLATES and (after := by_first.get(partners.get(sequence[-1], -1))):
            sequence += after
        sequences.append(sequence)
    return sequences


def _ends(
    sequence: Sequence[int], kept: Sequence[int], found: Sequence[int], classes: Sequence[str], base: int
) -> tuple[str, str]:
    """Return the types before and after a sequence (sos, eos; X10)."""

    first, last = bisect_left(kept, sequence[0]), bisect_left(kept, sequence[-1])
    level = found[sequence[0]]
    before = found[kept[first - 1]] if first else base
    open_end = last + 1 == len(kept) or classes[sequence[-1]] in _ISOLATES
    after = base if open_end else found[kept[last + 1]]
    return "LR"[max(level, before) % 2], "LR"[max(level, after) % 2]


@dataclass(frozen=True, slots=True)
class _Sequence:
    """One isolating run sequence of a text; ``before`` and ``after`` are sos and eos."""

    text: str
    classes: Sequence[str]
    types: Sequence[str]
    level: int
    indexes: Sequence[int]
    before: str
    after: str


def _resolve(sequence: _Sequence, found: list[int]) -> None:
    """Apply W1–W7, N0–N2, I1 and I2."""
    types = [sequence.types[index] for index in sequence.indexes]
    _weak(types, sequence.before)
    _brackets(types, sequence)
    _neutral(types, sequence)
    for index, name in zip(sequence.indexes, types, strict=True):
        if sequence.level % 2:
            found[index] += name != "R"
        else:
            found[index] += 1 if name == "R" else 2 * (name in _NUMBERS)


def _weak(types: list[str], before: str) -> None:
    _marks_and_numbers(types, before)
    types[:] = ["R" if name == "AL" else name for name in types]
    for position in range(1, len(types) - 1):
        left, name, right = types[position - 1 : position + 2]
        if left == right and ((name == "CS" and left in _NUMBERS) or (name == "ES" and left == "EN")):
            types[position] = left
    _terminators(types)
    strong = before
    for position, name in enumerate(types):
        if name in {"L", "R"}:
            strong = name
        elif name == "EN" and strong == "L":
            types[position] = "L"


def _marks_and_numbers(types: list[str], before: str) -> None:
    """W1 and W2: marks take the type of what they stand on, figures after Arabic letters are Arabic."""
    previous = strong = before
    for position, name in enumerate(types):
        if name == "NSM":
            name = "ON" if previous in _ISOLATES or previous == "PDI" else previous
        previous = name
        if name in {"L", "R", "AL"}:
            strong = name
        types[position] = "AN" if name == "EN" and strong == "AL" else name


def _terminators(types: list[str]) -> None:
    """W5 and W6: what stands beside a number belongs to it, all other separators become neutral."""
    start = 0
    while start < len(types):
        end = start
        while end < len(types) and types[end] == "ET":
            end += 1
        if end > start:
            beside = (start and types[start - 1] == "EN") or (end < len(types) and types[end] == "EN")
            types[start:end] = ["EN" if beside else "ON"] * (end - start)
        start = max(end, start + 1)
    types[:] = ["ON" if name in {"ES", "CS"} else name for name in types]


def _strength(name: str) -> str:
    """Return the direction a type has for neutrals (numbers count as R), or nothing."""
    return "R" if name in _NUMBERS else name if name in {"L", "R"} else ""


def _brackets(types: list[str], sequence: _Sequence) -> None:
    """N0: both brackets of a pair take one direction."""
    own = "LR"[sequence.level % 2]
    for opening, closing in _bracket_pairs(types, sequence):
        inside = {_strength(name) for name in types[opening + 1 : closing]} - {""}
        if own in inside:
            direction = own
        elif inside:
            before = (_strength(types[position]) for position in range(opening - 1, -1, -1))
            context = next(filter(None, before), sequence.before)
            direction = context if context != own else own
        else:
            continue
        for position in (opening, closing):
            types[position] = direction
            # Marks on a bracket go with it.
            for after in range(position + 1, len(types)):
                if sequence.classes[sequence.indexes[after]] != "NSM":
                    break
                types[after] = direction


def _bracket_pairs(types: Sequence[str], sequence: _Sequence) -> list[tuple[int, int]]:
    """Return positions of the pairs (BD16), in order of their opening brackets."""
    waiting: list[tuple[str, int]] = []
    pairs = []
    for position, index in enumerate(sequence.indexes):
        char = _SAME.get(sequence.text[index], sequence.text[index])
        if types[position] != "ON":
            continue
        if char in _CLOSING:
            if len(waiting) == _BRACKETS_DEEP:
                return []
            waiting.append((_CLOSING[char], position))
        elif char in _OPENING:
            at = next((number for number in reversed(range(len(waiting))) if waiting[number][0] == char), None)
            if at is not None:
                pairs.append((waiting[at][1], position))
                del waiting[at:]
    return sorted(pairs)


def _neutral(types: list[str], sequence: _Sequence) -> None:
    """N1 and N2: between equal directions that one, else the direction of the level."""
    own = "LR"[sequence.level % 2]
    start = 0
    while start < len(types):
        end = start
        while end < len(types) and types[end] in _NEUTRAL:
            end += 1
        if end > start:
            left = _strength(types[start - 1]) if start else sequence.before
            right = _strength(types[end]) if end < len(types) else sequence.after
            types[start:end] = [left if left == right else own] * (end - start)
        start = max(end, start + 1)


def _fill_removed(found: list[int], classes: Sequence[str], base: int) -> None:
    """Give what X9 removes the level of what stands before it."""
    level = base
    for index, name in enumerate(classes):
        if name in _REMOVED:
            found[index] = level
        level = found[index]


def _reset_separators(found: list[int], classes: Sequence[str], base: int) -> None:
    """L1, without the ends of lines."""
    reset = False
    for index in range(len(classes) - 1, -1, -1):
        name = classes[index]
        if name in {"B", "S"}:
            found[index], reset = base, True
        elif reset and (name == "WS" or name in _ISOLATES or name == "PDI" or name in _REMOVED):
            found[index] = base
        else:
            reset = False
