"""What can be wrong with the decision matrix although its file can be read."""

from collections import Counter
from collections.abc import Collection, Iterator

from mfd_desktop.law.decisions import DecisionFile, Effect
from mfd_desktop.law.lint import Found


def decision_problems(file: DecisionFile, positions: Collection[str]) -> Found:
    """Yield place and reason of everything wrong; ``positions``: codes of the procedure guide."""
    asked = {circumstance.code for circumstance in file.circumstances}
    codes = Counter(decision.code for decision in file.decisions)
    yield from ((code, "stands there twice") for code, count in codes.items() if count > 1)
    used: set[str] = set()
    for place, effect in _effects(file):
        chained = {item.rule for item in effect.items}
        for item in effect.items:
            used.update(item.when, item.unless)
            if item.after and item.after not in chained:
                yield f"{place}.{item.rule}", f"{item.after} is no deadline of this decision"
    for code in sorted(used ^ asked):
        yield code, "is never asked" if code in used else "is asked for nothing"
    for decision in file.decisions:
        if decision.position and decision.position not in positions:
            yield f"{decision.code}.position", f"there is no position {decision.position!r}"
        if (decision.review == "open") != bool(decision.review_reason):
            yield f"{decision.code}.review_reason", "what is open has a reason, and only that"


def _effects(file: DecisionFile) -> Iterator[tuple[str, Effect]]:
    yield from (("always", effect) for effect in file.always)
    yield from ((f"{one.code}.{effect.law}", effect) for one in file.decisions for effect in one.effects)
