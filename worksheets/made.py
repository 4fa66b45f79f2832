"""The files that the worksheets become, by their paths in this repository."""

from worksheets.fundamentals import buyer_sheet, risk_grid, self_check, severity_matrix, standards_crib
from worksheets.model import LANGUAGES
from worksheets.table import table
from worksheets.workbook import workbook

WORKSHEETS = (risk_grid.SHEET, standards_crib.SHEET, self_check.SHEET, severity_matrix.SHEET, buyer_sheet.SHEET)


def files() -> dict[str, bytes]:
    """Every file of every worksheet, made anew."""
    made: dict[str, bytes] = {}
    for sheet in WORKSHEETS:
        for language in LANGUAGES:
            path = f"courses/{sheet.course}/media/{sheet.name}.{language}"
            made[f"{path}.xlsx"] = workbook(sheet, language)
            made[f"{path}.csv"] = table(sheet, language)
    return made
