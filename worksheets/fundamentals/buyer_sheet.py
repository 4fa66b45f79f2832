"""T05, an answer to each of a buyer’s demands: what it rests on, what is given, what is asked in return."""

from collections.abc import Sequence

from worksheets.fundamentals import COURSE
from worksheets.model import Column, Row, Total, Words, Worksheet

YES = Words("oui", "yes")
NO = Words("non", "no")
CHILDREN = Words("oui : des enfants", "yes: children’s")

BUYER = Words("à l’acheteur", "to the buyer")
OURSELVES = Words("à nous", "to us")
PRODUCT = Words("au produit", "to the product")
NOBODY = Words("à personne : contrat", "to nobody: contract")


def _personal(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows if row[5] in (YES, CHILDREN))


SHEET = Worksheet(
    name="t05-buyer-response",
    course=COURSE,
    title=Words("Fiche de réponse à l’acheteur", "Buyer response sheet"),
    purpose=Words(
        "Une ligne par demande. Répondre, oui ; promettre ou livrer n’importe quoi, non. Vérifiez le texte en vigueur.",
        "One line for each demand. Answer, yes; promise or hand over anything at all, no. Check the text in force.",
    ),
    notes=(
        Words(
            "Demandez par écrit sur quel texte la demande repose : son nom, sa date, son article.",
            "Ask in writing which text the demand rests on: its name, date and article.",
        ),
        Words(
            "Cherchez à qui ce texte s’adresse. Une loi qui vise l’acheteur vous arrive par le contrat.",
            "Find out whom that text addresses. A law that addresses the buyer reaches you through the contract.",
        ),
        Words(
            "Donnée personnelle ? Donnez un total ou un code. Jamais le nom d’un enfant à un acheteur.",
            "Personal data? Give a total or a code. Never a child’s name to a buyer.",
        ),
        Words(
            "Notez votre délai et ce que la réponse coûte en journées : cela se négocie.",
            "Note your time limit and what the answer costs in days: it can be negotiated.",
        ),
        Words(
            "Demandez quelque chose en retour : un délai, un prix, une formation, un seul format pour tous.",
            "Ask for something in return: time, a price, training, one format for all.",
        ),
    ),
    columns=(
        Column(
            Words("Demande", "Demand"),
            Words("Qui demande quoi, et quand.", "Who asks for what, and when."),
            23,
        ),
        Column(
            Words("Base légale invoquée", "Legal basis given"),
            Words(
                "Le texte et son article ; « aucune » si l’on n’en cite pas.",
                "The text and article; “none” if none is given.",
            ),
            22,
        ),
        Column(
            Words("Date d’application", "Date of application"),
            Words("Depuis quand, ou à partir de quand.", "Since when, or from when."),
            18,
        ),
        Column(
            Words("À qui elle s’applique", "Whom it applies to"),
            Words("Celui que le texte oblige.", "Whoever the text binds."),
            17,
            choices=(BUYER, OURSELVES, PRODUCT, NOBODY),
        ),
        Column(
            Words("Donnée demandée", "Data asked for"),
            Words("Exactement ce que l’on veut savoir.", "Exactly what they want to know."),
            20,
        ),
        Column(
            Words("Donnée personnelle ?", "Personal data?"),
            Words("Peut-on reconnaître quelqu’un ?", "Can somebody be recognised?"),
            15,
            choices=(NO, YES, CHILDREN),
        ),
        Column(
            Words("Ce que je fournis", "What I provide"),
            Words(
                "Un total, un document, un exemple, une explication.",
                "A total, a document, an example, an explanation.",
            ),
            25,
        ),
        Column(
            Words("Délai et coût", "Time and cost"),
            Words("Ma date, et les journées de travail.", "My date, and the days of work."),
            17,
        ),
        Column(
            Words("Ce que je demande en retour", "What I ask in return"),
            Words("Délai, prix, formation, format commun.", "Time, price, training, one format."),
            28,
        ),
    ),
    case=Words("Nord Fèves Export, San-Pédro, Côte d’Ivoire", "Nord Fèves Export, San-Pédro, Côte d’Ivoire"),
    example=(
        (
            Words(
                "Clause « vigilance » d’un groupe français de 80 000 salariés",
                "“Vigilance” clause from a French group of 80,000 employees",
            ),
            Words(
                "Loi n° 2017-399 ; code de commerce, art. L. 225-102-1",
                "Act No. 2017-399; Commercial Code, Art. L. 225-102-1",
            ),
            Words("Depuis 2017 (loi du 27 mars)", "Since 2017 (Act of 27 March)"),
            BUYER,
            Words("Nos mesures, notre mécanisme de réclamation", "Our measures, our grievance mechanism"),
            NO,
            Words("Deux pages : ce que l’on fait, ce qui manque", "Two pages: what we do, what is missing"),
            Words("Trois semaines, 4 jours", "Three weeks, 4 days"),
            Words(
                "Une clause qui engage les deux : délais d’achat, formation",
                "A clause that binds both: lead times, training",
            ),
        ),
        (
            Words("Points GPS pour le RDUE", "GPS points for the EUDR"),
            Words(
                "Règlement (UE) 2023/1115, modifié par (UE) 2025/2650",
                "Regulation (EU) 2023/1115, amended by (EU) 2025/2650",
            ),
            Words(
                "30 décembre 2026 ; 30 juin 2027 (micro et petites)", "30 December 2026; 30 June 2027 (micro and small)"
            ),
            PRODUCT,
            Words("Géolocalisation de chaque parcelle", "Geolocation of every plot"),
            YES,
            Words(
                "Des parcelles codées ; la liste des noms reste chez nous",
                "Coded plots; the list of names stays with us",
            ),
            Words("Deux mois, 30 jours", "Two months, 30 days"),
            Words(
                "Une part du coût du relevé ; usage limité au RDUE",
                "A share of the survey’s cost; use limited to the EUDR",
            ),
        ),
        (
            Words(
                "212 questions d’un chocolatier belge de 600 salariés",
                "212 questions from a Belgian chocolate maker of 600 employees",
            ),
            Words("« Notre rapport » : aucune loi citée", "“Our report”: no law given"),
            Words("–", "–"),
            NOBODY,
            Words("Emploi, énergie, et les noms d’enfants aidés", "Jobs, energy, and the names of children supported"),
            CHILDREN,
            Words(
                "Notre format commun ; le nombre d’enfants, aucun nom",
                "Our common format; the number of children, no name",
            ),
            Words("Un mois, 3 jours", "One month, 3 days"),
            Words(
                "Accepter ce format ; dire qui lira les réponses", "Accept that format; say who will read the answers"
            ),
        ),
    ),
    blank=7,
    totals=(
        Total(
            Words("Demandes qui touchent des données personnelles", "Demands that touch personal data"),
            'COUNTIF(F{first}:F{last},"{yes}*")',
            _personal,
            (("yes", YES),),
        ),
        Total(
            Words("Demandes sans réponse préparée", "Demands without an answer yet"),
            'COUNTIFS(A{first}:A{last},"?*",G{first}:G{last},"")',
            lambda rows: sum(1 for row in rows if row[0] and not row[6]),
        ),
    ),
    row_height=66.0,
)
