"""How long a question takes: from the answer before to the first answer to it, within one attempt."""

from collections.abc import Mapping
from datetime import datetime

LONGEST_S = 30 * 60


def paces(started_at: datetime, first_saved: Mapping[str, datetime | None]) -> dict[str, float]:
    """Seconds by question, for those of which it is known; `first_saved`: when each was first answered.

    It is the time since the question that was answered just before, or since the attempt began, whatever the order of
    the page. Left out: gaps over half an hour (somebody was away); answers that came in one moment with another, as a
    page sends them that is handed in whole (nobody knows which took how long); what no gap can be told of, because one
    answer of the attempt was saved before first answers were dated.
    """
    if None in first_saved.values():
        return {}
    answered = sorted((moment, key) for key, moment in first_saved.items() if moment is not None)
    found: dict[str, float] = {}
    before = started_at
    for place, (moment, key) in enumerate(answered):
        seconds = (moment - before).total_seconds()
        is_alone = place + 1 == len(answered) or answered[place + 1][0] != moment
        if 0 < seconds <= LONGEST_S and is_alone:
            found[key] = seconds
        before = moment
    return found
