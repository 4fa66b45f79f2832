"""Figures for a monitoring server, in Prometheus's text format (version 0.0.4, its documentation says)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure with all its values, each under its labels."""

    name: str
    kind: str  # counter, gauge or histogram
    told: str
    values: Iterable[tuple[str, Mapping[str, str], float]] = field(default=())  # suffix of the name, labels, value


def single(name: str, kind: str, told: str, value: float, **labels: str) -> Metric:
    """A figure of one value."""
    return Metric(name, kind, told, [("", labels, value)])


def histogram(
    name: str, told: str, alone: Mapping[tuple[str, float], int], seconds: Mapping[str, float], steps: Iterable[float],
    **labels: str,
) -> Metric:  # fmt: skip
    """A histogram by endpoint, from the counts that fell into each step alone."""
    values: list[tuple[str, Mapping[str, str], float]] = []
    bounds = [*steps, float("inf")]
    for endpoint in sorted(seconds):
        sum_ = 0
        for bound in bounds:
            sum_ += alone.get((endpoint, bound), 0)
            shown = "+Inf" if bound == float("inf") else f"{bound:g}"
            values.append(("_bucket", {"endpoint": endpoint, **labels, "le": shown}, sum_))
        values.append(("_sum", {"endpoint": endpoint, **labels}, seconds[endpoint]))
        values.append(("_count", {"endpoint": endpoint, **labels}, sum_))
    return Metric(name, "histogram", told, values)


def exposition(metrics: Iterable[Metric]) -> str:
    """All of them, as they are asked for."""
    lines = []
    for metric in metrics:
        lines += [f"# HELP {metric.name} {metric.told}", f"# TYPE {metric.name} {metric.kind}"]
        for suffix, labels, value in metric.values:
            named = ",".join(f'{name}="{text.translate(_ESCAPED)}"' for name, text in labels.items())
            shown = f"{value:.6f}".rstrip("0").rstrip(".")
            lines.append(f"{metric.name}{suffix}{'{' + named + '}' if named else ''} {shown}")
    return "\n".join(lines) + "\n"
