"""T03, twenty-five questions to oneself: five for each fundamental principle at work."""

from collections.abc import Sequence

from worksheets.fundamentals import COURSE
from worksheets.model import Column, Row, Total, Words, Worksheet

YES = Words("oui", "yes")
NO = Words("non", "no")
UNKNOWN = Words("je ne sais pas", "I don’t know")

ORGANISE = Words("S’organiser et négocier", "Organising and bargaining")
FREE = Words("Pas de travail forcé", "No forced labour")
ADULT = Words("Pas de travail des enfants", "No child labour")
EQUAL = Words("Pas de discrimination", "No discrimination")
SAFE = Words("Travail sûr", "Safe work")

QUESTIONS: tuple[tuple[Words, tuple[Words, ...]], ...] = (
    (
        ORGANISE,
        (
            Words(
                "Chacun peut-il adhérer au syndicat de son choix sans y perdre ?",
                "Can everybody join the union of their choice without losing by it?",
            ),
            Words(
                "Les délégués ont-ils été élus par leurs collègues, dans le délai de la loi ?",
                "Were delegates elected by their colleagues, within the time the law sets?",
            ),
            Words("Ont-ils un moment et un lieu pour se réunir ?", "Have they a time and a place to meet?"),
            Words(
                "La direction répond-elle par écrit à leurs questions ?",
                "Does management answer their questions in writing?",
            ),
            Words(
                "Les règles et l’accord collectif sont-ils affichés, et compris de tous ?",
                "Are the rules and the collective agreement on the wall, and understood by all?",
            ),
        ),
    ),
    (
        FREE,
        (
            Words(
                "Chacun garde-t-il ses papiers, ou peut-il les reprendre à tout moment ?",
                "Does everybody keep their papers, or can take them back at any time?",
            ),
            Words(
                "Chacun peut-il partir, avec le préavis de la loi, sans menace ni dette ?",
                "Can everybody leave, with the notice the law sets, without threat or debt?",
            ),
            Words(
                "L’employeur paie-t-il tous les frais de recrutement ?",
                "Does the employer pay all the costs of recruitment?",
            ),
            Words(
                "Les salaires sont-ils payés au jour dit, sans retenue cachée ?",
                "Are wages paid on the day, without hidden deductions?",
            ),
            Words(
                "Les heures supplémentaires sont-elles librement acceptées, et dans les limites de la loi ?",
                "Is overtime freely accepted, and within the law?",
            ),
        ),
    ),
    (
        ADULT,
        (
            Words(
                "L’âge est-il vérifié à chaque embauche, journaliers compris ?",
                "Is age checked each time somebody is taken on, day workers included?",
            ),
            Words(
                "Connaît-on l’âge minimum et la liste des travaux dangereux du pays ?",
                "Does somebody know the country’s minimum age and hazardous work list?",
            ),
            Words(
                "Les moins de 18 ans sont-ils tenus loin des tâches dangereuses ?",
                "Are people under 18 kept away from hazardous tasks?",
            ),
            Words(
                "A-t-on demandé aux fournisseurs comment ils vérifient l’âge ?",
                "Have suppliers been asked how they check ages?",
            ),
            Words(
                "Sait-on qui appeler, et que faire, si l’on trouve un enfant au travail ?",
                "Do people know whom to call, and what to do, if a child is found working?",
            ),
        ),
    ),
    (
        EQUAL,
        (
            Words(
                "Femmes et hommes ont-ils le même salaire pour un travail de valeur égale ?",
                "Do women and men get the same pay for work of equal value?",
            ),
            Words(
                "Embauche-t-on sans critère de sexe, d’origine, de religion ou d’opinion ?",
                "Are people hired whatever their sex, origin, religion or opinion?",
            ),
            Words(
                "Une femme enceinte, ou qui vient d’accoucher, garde-t-elle sa place ?",
                "Does a woman who is pregnant, or has just given birth, keep her job?",
            ),
            Words(
                "Des femmes dirigent-elles des équipes, et suivent-elles les formations ?",
                "Do women lead teams and take part in training?",
            ),
            Words(
                "Une personne harcelée sait-elle à qui parler, hors de sa hiérarchie ?",
                "Does somebody who is harassed know whom to talk to, outside the chain of command?",
            ),
        ),
    ),
    (
        SAFE,
        (
            Words(
                "Cherche-t-on les dangers de chaque poste avec ceux qui y travaillent ?",
                "Are the dangers of each post looked for with those who work there?",
            ),
            Words(
                "Agit-on à la source (air, machines, produits) avant les masques ?",
                "Is action taken at the source (air, machines, products) before masks?",
            ),
            Words(
                "L’équipement de protection est-il gratuit, et à la taille de chacun ?",
                "Is protective equipment free, and in everybody’s size?",
            ),
            Words(
                "Peut-on s’arrêter devant un danger grave sans être puni ?",
                "Can people stop work in the face of grave danger without being punished?",
            ),
            Words(
                "Les accidents sont-ils notés, et leur cause corrigée ?",
                "Are accidents written down, and their cause put right?",
            ),
        ),
    ),
)

ANSWERS = "ynyy?n??nyy?yy?ny?yyynyy?"
"""What Lalaina’s team chose: y, n or ? for each question."""

PROOFS: dict[int, tuple[Words, Words | None]] = {
    1: (Words("Affiche du syndicat au vestiaire", "Union poster in the changing room"), None),
    3: (Words("Salle de pause, jeudi à midi", "Break room, Thursdays at noon"), None),
    4: (Words("Cahier de réponses, signé", "Answer book, signed"), None),
    10: (Words("Feuilles d’heures signées", "Signed time sheets"), None),
    11: (Words("Registre : âge et pièce vue", "Register: age and document seen"), None),
    13: (Words("Liste des postes interdits, affichée", "List of forbidden posts, on the wall"), None),
    14: (Words("Lettre à trois fournisseurs", "Letter to three suppliers"), None),
    17: (Words("Annonce de la campagne, relue", "This season’s notice, read again"), None),
    19: (Words("Deux femmes chefs d’équipe", "Two women team leaders"), None),
    20: (Words("Numéro affiché au vestiaire", "Number on the changing-room wall"), None),
    21: (Words("Tour des postes avec Voahangy", "Round of the posts with Voahangy"), None),
    23: (Words("Fiche de remise, par taille", "Issue sheet, by size"), None),
    24: (Words("Règle signée, affichée", "Signed rule, on the wall"), None),
    2: (
        Words("Dernier vote il y a quatre ans", "Last vote four years ago"),
        Words("Fixer le jour du vote avec le syndicat, mardi", "Fix the voting day with the union, Tuesday"),
    ),
    6: (
        Words("Un recruteur garde des cartes", "A recruiter holds cards"),
        Words("Rendues une par une, devant le délégué", "Handed back one by one, before the delegate"),
    ),
    9: (
        Words("Retenue pour le repas, jamais écrite", "Meal deduction, never in writing"),
        Words("Rendre la retenue ; l’écrire, ou l’arrêter", "Pay it back; write it down, or stop it"),
    ),
    16: (
        Words("Deux équipes : 10 % d’écart", "Two teams: a gap of 10%"),
        Words("Une grille affichée ; payer l’écart", "One scale on the wall; pay the gap"),
    ),
    22: (
        Words("Yeux rouges au soufrage", "Red eyes at the sulphuring"),
        Words("Arrêter, aérer, avis du médecin du travail", "Stop, air, advice from the works doctor"),
    ),
}


def _rows(answers: str, proofs: dict[int, tuple[Words, Words | None]]) -> tuple[Row, ...]:
    marks = {"y": YES, "n": NO, "?": UNKNOWN}
    asked = [(principle, question) for principle, questions in QUESTIONS for question in questions]
    return tuple(
        (
            number,
            principle,
            question,
            marks[answers[number - 1]] if answers else None,
            *proofs.get(number, (None, None)),
        )
        for number, (principle, question) in enumerate(asked, start=1)
    )


def _share(principle: Words) -> Total:
    def score(rows: Sequence[Row]) -> int:
        return sum(1 for row in rows if row[1] == principle and row[3] == YES)

    return Total(
        Words(f"{principle.fr} : oui, sur 5", f"{principle.en}: yes, out of 5"),
        'COUNTIFS(B{first}:B{last},"{principle}",D{first}:D{last},"{yes}")',
        score,
        (("principle", principle), ("yes", YES)),
    )


SHEET = Worksheet(
    name="t03-five-principles",
    course=COURSE,
    title=Words("Cinq principes, vingt-cinq questions", "Five principles, twenty-five questions"),
    purpose=Words(
        "Un « oui » se prouve. « Je ne sais pas » est une bonne réponse : elle dit où aller voir.",
        "A “yes” has proof. “I don’t know” is a good answer: it says where to look.",
    ),
    notes=(
        Words(
            "Répondez à deux ou trois, dont une personne élue par ses collègues.",
            "Answer as two or three people, one of them elected by their colleagues.",
        ),
        Words(
            "« Oui » demande une preuve que l’on peut montrer. Sans preuve, choisissez « je ne sais pas ».",
            "“Yes” needs proof that can be shown. Without it, choose “I don’t know”.",
        ),
        Words(
            "Pour chaque « non », écrivez une action qui tient en moins d’une journée, avec un nom.",
            "For each “no”, write a step that fits into less than a day, with a name.",
        ),
        Words(
            "Le score compte les oui par principe. Il sert à vous comparer à vous-même, pas à d’autres.",
            "The score counts the yeses for each principle. Compare yourselves with yourselves, not with others.",
        ),
        Words(
            "Un « non » aux questions 6, 7, 13 ou 15 se traite le jour même. Recommencez dans trois mois.",
            "A “no” to questions 6, 7, 13 or 15 is dealt with the same day. Start again in three months.",
        ),
    ),
    columns=(
        Column(Words("N°", "No."), Words("Le numéro de la question.", "The number of the question."), 5, fixed=True),
        Column(
            Words("Principe", "Principle"),
            Words("L’une des cinq catégories.", "One of the five categories."),
            17,
            fixed=True,
        ),
        Column(
            Words("Question", "Question"),
            Words(
                "Elle vise votre lieu de travail et ceux qui travaillent pour vous.",
                "About your workplace and those who work for you.",
            ),
            52,
            fixed=True,
        ),
        Column(
            Words("Réponse", "Answer"),
            Words("Une des trois.", "One of three."),
            14,
            choices=(YES, NO, UNKNOWN),
        ),
        Column(
            Words("Preuve", "Proof"),
            Words("Un document, une date, une personne à qui demander.", "A document, a date, a person to ask."),
            27,
        ),
        Column(
            Words("Action", "Step"),
            Words("Un geste de moins d’une journée, et un nom.", "An act of less than a day, and a name."),
            29,
        ),
    ),
    case=Words("Litchis de l’Est, Toamasina, Madagascar", "Litchis de l’Est, Toamasina, Madagascar"),
    example=_rows(ANSWERS, PROOFS),
    rows=_rows("", {}),
    totals=(
        *(_share(principle) for principle, _ in QUESTIONS),
        Total(
            Words("« Je ne sais pas » : où aller voir", "“I don’t know”: where to look"),
            'COUNTIF(D{first}:D{last},"{unknown}")',
            lambda rows: sum(1 for row in rows if row[3] == UNKNOWN),
            (("unknown", UNKNOWN),),
        ),
    ),
    row_height=38.0,
    is_upright=True,
)
