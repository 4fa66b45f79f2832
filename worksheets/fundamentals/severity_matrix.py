"""T04, severity and likelihood: severity is the highest of three marks, and comes before likelihood."""

from collections.abc import Sequence

from worksheets.fundamentals import COURSE
from worksheets.model import Column, Row, Total, Words, Worksheet

CAUSE = Words("cause", "cause")
CONTRIBUTION = Words("contribution", "contribution")
LINK = Words("lien direct", "direct link")
MARKS = (1, 2, 3, 4)


def _number(cell: object) -> int:
    return cell if isinstance(cell, int) else 0


def _severity(rows: Sequence[Row], row: Row) -> int:
    return max(_number(cell) for cell in row[2:5])


def _rank(rows: Sequence[Row], row: Row) -> int:
    def weight(one: Row) -> tuple[int, int]:
        return _severity(rows, one), _number(one[6])

    return 1 + sum(1 for one in rows if weight(one) > weight(row))


SHEET = Worksheet(
    name="t04-severity-matrix",
    course=COURSE,
    title=Words("Matrice gravité-probabilité", "Severity-likelihood matrix"),
    purpose=Words(
        "La gravité est la plus haute de trois notes. Le rang suit la gravité, puis la probabilité. "
        "Le dernier mot est à vous.",
        "Severity is the highest of three marks. The rank follows severity, then likelihood. You have the last word.",
    ),
    notes=(
        Words(
            "Écrivez chaque risque du point de vue de la personne touchée : « se brûle », et non « accident ».",
            "Write each risk from the side of the person harmed: “burns herself”, not “accident”.",
        ),
        Words(
            "Notez de 1 à 4 l’ampleur, la portée et le caractère irrémédiable. Le fichier garde la plus haute.",
            "Mark scale, scope and irremediability from 1 to 4. The file keeps the highest.",
        ),
        Words(
            "Notez la probabilité sans tenir compte des mesures déjà prises.",
            "Mark likelihood as if no measure had been taken yet.",
        ),
        Words(
            "Le rang propose un ordre. Si vous en suivez un autre, écrivez pourquoi dans la dernière colonne.",
            "The rank suggests an order. If you follow another, write why in the last column.",
        ),
        Words(
            "Un petit travail qui dépend de vous seul, comme payer ce qui est dû, n’attend pas son rang.",
            "What depends on you alone, such as paying what is owed, does not wait for its rank.",
        ),
    ),
    columns=(
        Column(
            Words("Risque", "Risk"),
            Words("Ce qui peut arriver, et à cause de quoi.", "What may happen, and because of what."),
            29,
        ),
        Column(
            Words("Personnes touchées", "People affected"),
            Words("Qui, et combien.", "Who, and how many."),
            22,
        ),
        Column(
            Words("Ampleur 1-4", "Scale 1-4"),
            Words("À quel point est-ce grave pour une personne ?", "How grave is it for one person?"),
            11,
            choices=MARKS,
        ),
        Column(
            Words("Portée 1-4", "Scope 1-4"),
            Words("Combien de personnes ?", "How many people?"),
            11,
            choices=MARKS,
        ),
        Column(
            Words("Caractère irrémédiable 1-4", "Irremediability 1-4"),
            Words("Pourra-t-on rétablir la situation ? 4 : non.", "Can things be put back? 4: no."),
            18,
            choices=MARKS,
        ),
        Column(
            Words("Gravité", "Severity"),
            Words("Calculée : la plus haute des trois notes.", "Computed: the highest of the three marks."),
            11,
            formula='IF(COUNT(C{row}:E{row})=0,"",MAX(C{row}:E{row}))',
            result=_severity,
        ),
        Column(
            Words("Probabilité 1-4", "Likelihood 1-4"),
            Words("1 : peu probable. 4 : cela arrive déjà.", "1: unlikely. 4: it already happens."),
            15,
            choices=MARKS,
        ),
        Column(
            Words("Implication", "Involvement"),
            Words("Ce qui nous relie au dommage.", "What ties us to the harm."),
            14,
            choices=(CAUSE, CONTRIBUTION, LINK),
        ),
        Column(
            Words("Rang", "Rank"),
            Words("Calculé : gravité d’abord, probabilité ensuite.", "Computed: severity first, then likelihood."),
            8,
            formula='IF(F{row}="","",1+COUNTIF(F${first}:F${last},">"&F{row})'
            '+COUNTIFS(F${first}:F${last},F{row},G${first}:G${last},">"&N(G{row})))',
            result=_rank,
        ),
        Column(
            Words("Justification", "Reason"),
            Words("Pourquoi cet ordre, et pourquoi le reste attend.", "Why this order, and why the rest waits."),
            34,
        ),
    ),
    case=Words(
        "Société cotonnière du Bani, Bobo-Dioulasso, Burkina Faso",
        "Société cotonnière du Bani, Bobo-Dioulasso, Burkina Faso",
    ),
    example=(
        (
            Words("Désherber juste après l’épandage : empoisonnement", "Weeding right after spraying: poisoning"),
            Words("Des enfants d’environ 10 ans", "Children of about 10"),
            4,
            3,
            4,
            None,
            4,
            LINK,
            None,
            Words(
                "Santé d’enfants, dommage durable. Contribution si notre calendrier d’achat y pousse : à vérifier.",
                "Children’s health, lasting harm. A contribution if our buying calendar pushes it: to be checked.",
            ),
        ),
        (
            Words("Ne pas pouvoir partir : cartes d’identité gardées", "Unable to leave: identity cards kept"),
            Words("Deux chauffeurs d’un transporteur", "Two drivers of a haulier"),
            4,
            1,
            2,
            None,
            3,
            LINK,
            None,
            Words(
                "Signe possible de travail forcé. Aussitôt après.", "A possible sign of forced labour. Straight after."
            ),
        ),
        (
            Words("Ne pas être payé : salaire en retard de 45 jours", "Not being paid: wages 45 days late"),
            Words("60 saisonniers des fournisseurs", "60 seasonal workers of suppliers"),
            3,
            3,
            2,
            None,
            4,
            CONTRIBUTION,
            None,
            Words(
                "Notre propre retard y a contribué : on paie tout de suite, sans attendre le rang.",
                "Our own delay contributed to it: we pay at once, without waiting for the rank.",
            ),
        ),
        (
            Words("Respirer la poussière de coton, à l’égrenage", "Breathing cotton dust at the gin"),
            Words("25 ouvriers", "25 workers"),
            3,
            2,
            3,
            None,
            3,
            CAUSE,
            None,
            Words("Chez nous : mesurer l’air ce mois-ci.", "At our own place: measure the air this month."),
        ),
    ),
    blank=8,
    totals=(
        Total(
            Words("Risques de gravité 4", "Risks of severity 4"),
            "COUNTIF(F{first}:F{last},4)",
            lambda rows: sum(1 for row in rows if _severity(rows, row) == 4),
        ),
    ),
    row_height=56.0,
)
