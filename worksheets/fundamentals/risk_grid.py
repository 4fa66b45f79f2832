"""T01, the grid “risk for whom?”: what may happen to people comes before what may happen to the company."""

from collections.abc import Sequence

from worksheets.fundamentals import COURSE
from worksheets.model import Column, Row, Total, Words, Worksheet


def _grave(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row[3] == 3)


def _without_action(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row[0] and not row[5])


SHEET = Worksheet(
    name="t01-risk-for-whom",
    course=COURSE,
    title=Words("Le risque pour qui ?", "Risk for whom?"),
    purpose=Words(
        "Une ligne par activité. Remplissez d’abord ce que risquent les personnes ; l’entreprise vient après.",
        "One line for each activity. Fill in what people risk first; the company comes after.",
    ),
    notes=(
        Words(
            "Choisissez six activités : chez vous, chez un fournisseur, pendant un transport.",
            "Choose six activities: at your place, at a supplier’s, on the road.",
        ),
        Words(
            "Demandez à ceux qui font le travail ce qui peut leur arriver, à un moment où ils parlent sans crainte.",
            "Ask the people who do the work what could happen to them, at a time when they can speak freely.",
        ),
        Words(
            "Notez la gravité de 1 à 3. Une mort, un handicap, un enfant que le travail met en danger : 3.",
            "Rate how grave it is, from 1 to 3. A death, a disability, a child put in danger by work: 3.",
        ),
        Words(
            "Écrivez ce que l’entreprise y perdrait, puis une première action, avec un nom et un jour.",
            "Write what the company would lose, then a first step, with a name and a day.",
        ),
        Words(
            "Commencez par les 3. Aucun nom, aucune photo d’enfant : « deux garçons » suffit.",
            "Begin with the 3s. Never write a child’s name or attach a photo: “two boys” is enough.",
        ),
    ),
    columns=(
        Column(
            Words("Activité", "Activity"),
            Words(
                "Ce que l’on fait, et où : trier, porter, livrer, nettoyer.",
                "What is done, and where: sorting, carrying, delivering, cleaning.",
            ),
            24,
        ),
        Column(
            Words("Qui peut être touché", "Who may be harmed"),
            Words(
                "Des personnes, par leur travail ou leur place, sans nom.", "People, by their work or place, unnamed."
            ),
            22,
        ),
        Column(
            Words("Dommage possible aux personnes", "Possible harm to people"),
            Words("Blessure, maladie, salaire perdu, école manquée.", "Injury, illness, lost pay, missed school."),
            30,
        ),
        Column(
            Words("Gravité (1-3)", "Severity (1-3)"),
            Words(
                "1 : se rattrape en quelques jours. 2 : sérieux. 3 : très grave, ou ne se rattrape pas.",
                "1: put right within days. 2: serious. 3: very grave, or cannot be put right.",
            ),
            15,
            choices=(1, 2, 3),
        ),
        Column(
            Words("Risque pour l’entreprise", "Risk to the company"),
            Words("Retard, perte, sanction, départ, contrat.", "Delay, loss, penalty, people leaving, a contract."),
            24,
        ),
        Column(
            Words("Première action", "First step"),
            Words("Un geste, un nom, un jour.", "One act, one name, one day."),
            34,
        ),
    ),
    case=Words("Teranga Mer, Saint-Louis, Sénégal", "Teranga Mer, Saint-Louis, Senegal"),
    example=(
        (
            Words("Porter les caisses, chez un fournisseur", "Carrying crates, at a supplier’s"),
            Words("Deux garçons d’environ 12 ans", "Two boys of about 12"),
            Words("Dos abîmé, école manquée", "A damaged back, missed school"),
            3,
            Words("Sanction, contrat perdu", "A penalty, a lost contract"),
            Words(
                "Des adultes portent dès aujourd’hui. Awa parle au fournisseur et aux familles mardi.",
                "Adults carry from today. Awa talks with the supplier and the families on Tuesday.",
            ),
        ),
        (
            Words("Sortir en mer, pirogue d’un fournisseur", "Going to sea, a supplier’s canoe"),
            Words("L’équipage, sept pêcheurs", "The crew, seven fishers"),
            Words("Noyade, faute de gilets", "Drowning, for want of life jackets"),
            3,
            Words("Livraison manquée, enquête", "A missed delivery, an investigation"),
            Words(
                "Sept gilets à bord avant la prochaine sortie ; Awa en avance la moitié.",
                "Seven jackets on board before the next trip; Awa advances half of the cost.",
            ),
        ),
        (
            Words("Trier le poisson, chez un fournisseur", "Sorting fish, at a supplier’s"),
            Words("Trois trieuses sans gants", "Three women without gloves"),
            Words("Coupures, infections, jours sans salaire", "Cuts, infections, days without pay"),
            2,
            Words("Absences, lots refusés", "Absences, rejected lots"),
            Words(
                "Gants à leur taille mercredi, choisis avec elles.",
                "Gloves in their size on Wednesday, chosen with them.",
            ),
        ),
        (
            Words("Rester le soir, à l’atelier", "Staying late, at the workshop"),
            Words("Sept personnes au tri", "Seven people sorting"),
            Words("Quatre soirées dues, fatigue", "Four evenings owed, exhaustion"),
            2,
            Words("Litige, départs", "A dispute, people leaving"),
            Words(
                "Payer lundi. Noter les heures le soir même, avec chacun.",
                "Pay on Monday. Write hours down the same evening, with each of them.",
            ),
        ),
        (
            Words("Laver les claies", "Washing the racks"),
            Words("Deux personnes", "Two people"),
            Words("Yeux et peau irrités : bidon sans étiquette", "Irritated eyes and skin: an unlabelled drum"),
            2,
            Words("Arrêts de travail", "Sick leave"),
            Words(
                "Demander la notice au vendeur, étiqueter, donner des lunettes.",
                "Ask the seller for the instructions, label the drum, provide goggles.",
            ),
        ),
        (
            Words("Livrer à Dakar, de nuit", "Delivering to Dakar, by night"),
            Words("Le chauffeur", "The driver"),
            Words("Accident, par manque de sommeil", "An accident, for lack of sleep"),
            3,
            Words("Camion et marchandise perdus", "The truck and the goods lost"),
            Words("Demander à l’acheteur une livraison de jour.", "Ask the buyer for delivery by day."),
        ),
    ),
    blank=6,
    totals=(
        Total(
            Words("Lignes de gravité 3 : par là qu’on commence", "Lines of severity 3: begin there"),
            "COUNTIF(D{first}:D{last},3)",
            _grave,
        ),
        Total(
            Words("Lignes encore sans première action", "Lines still without a first step"),
            'COUNTIFS(A{first}:A{last},"?*",F{first}:F{last},"")',
            _without_action,
        ),
    ),
    row_height=62.0,
)
