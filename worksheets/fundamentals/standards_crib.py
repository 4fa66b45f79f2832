"""T02, the map of standards on a page, with room for the law of one’s own country."""

from collections.abc import Sequence

from worksheets.fundamentals import COURSE
from worksheets.model import Column, Row, Total, Words, Worksheet

NO = Words("non", "no")
STATES = Words("oui : les États", "yes: States")
COMPANIES = Words("oui : des entreprises", "yes: some companies")
CHECK = Words("à vérifier", "to be checked")


def _own(rows: Sequence[Row]) -> int:
    return sum(1 for row in rows[-3:] if row[0])


SHEET = Worksheet(
    name="t02-map-of-standards",
    course=COURSE,
    title=Words("La carte des textes", "The map of standards"),
    purpose=Words(
        "Onze textes, et trois lignes pour la loi de votre pays. État : novembre 2026. Vérifiez le texte en vigueur.",
        "Eleven texts, and three lines for your country’s law. As of November 2026. Check the text in force.",
    ),
    notes=(
        Words(
            "Commencez par la fin : écrivez la loi de votre pays, c’est elle qui s’applique d’abord.",
            "Begin at the end: write in your country’s law; it is the one that applies first.",
        ),
        Words(
            "Un acheteur cite un texte ? Cherchez sa ligne, lisez à qui il s’adresse et s’il contraint quelqu’un.",
            "A buyer quotes a text? Find its line, read whom it addresses and whether it binds anybody.",
        ),
        Words(
            "« Oui : les États » : l’État est tenu, par appartenance (Déclaration de 1998) ou par ratification. "
            "L’entreprise suit la loi nationale.",
            "“Yes: States”: the State is held to it, by membership (1998 Declaration) or by ratification. "
            "The company follows national law.",
        ),
        Words(
            "La dernière colonne dit où porter une plainte. Les voies s’ajoutent : aucune ne ferme les autres.",
            "The last column says where to complain. Channels work side by side: none closes the others.",
        ),
        Words(
            "Datez votre feuille. Un texte change : relisez-la une fois par an, avec quelqu’un de l’inspection du "
            "travail, d’un syndicat ou d’une organisation d’employeurs.",
            "Date your sheet. Texts change: go through it once a year with somebody from the labour inspectorate, "
            "a union or an employers’ organisation.",
        ),
    ),
    columns=(
        Column(
            Words("Texte", "Text"),
            Words("Son nom, comme un acheteur l’écrit.", "Its name, as a buyer would write it."),
            38,
        ),
        Column(Words("Auteur", "Author"), Words("Qui l’a adopté.", "Who adopted it."), 23),
        Column(
            Words("Année", "Year"),
            Words(
                "L’année du texte, puis de sa dernière version.", "The year of the text, then of its latest version."
            ),
            17,
        ),
        Column(Words("À qui il s’adresse", "Whom it addresses"), Words("Ses destinataires.", "Its addressees."), 25),
        Column(
            Words("Contraignant ?", "Binding?"),
            Words("Qui est juridiquement obligé.", "Who is legally bound."),
            18,
            choices=(NO, STATES, COMPANIES, CHECK),
        ),
        Column(Words("Ce que j’y trouve", "What I find there"), Words("En une ligne.", "In one line."), 36),
        Column(
            Words("Où se plaindre", "Where to complain"),
            Words("La voie que le texte ouvre, s’il en ouvre une.", "The channel that the text opens, if any."),
            34,
        ),
    ),
    case=Words(
        "Fil d’Atlas, Tanger, Maroc : les trois lignes du pays", "Fil d’Atlas, Tangier, Morocco: the country’s lines"
    ),
    example=(
        (
            Words("Code du travail marocain, article 143", "Moroccan Labour Code, Article 143"),
            Words("Royaume du Maroc", "Kingdom of Morocco"),
            Words("Lu dans un rapport de 2022", "Read in a report of 2022"),
            Words("Employeurs", "Employers"),
            COMPANIES,
            Words(
                "Âge minimum de 15 ans, 18 ans pour un travail dangereux. Relire le texte en vigueur.",
                "Minimum age of 15, 18 for hazardous work. Read the text in force again.",
            ),
            Words("Inspection du travail, juge", "Labour inspectorate, court"),
        ),
        (
            Words("Règles sur les délégués et les syndicats", "Rules on delegates and unions"),
            Words("Royaume du Maroc", "Kingdom of Morocco"),
            None,
            Words("Employeurs, salariés", "Employers, employees"),
            CHECK,
            Words("Question posée à l’inspection le 12 mars", "Question put to the inspectorate on 12 March"),
            Words("Inspection du travail, juge", "Labour inspectorate, court"),
        ),
        (
            Words("Liste des travaux dangereux", "Hazardous work list"),
            Words("Royaume du Maroc", "Kingdom of Morocco"),
            None,
            Words("Employeurs", "Employers"),
            CHECK,
            Words("À demander, pour la teinture et la presse", "To ask for: dyeing, pressing"),
            Words("Inspection du travail", "Labour inspectorate"),
        ),
    ),
    rows=(
        (
            Words(
                "Principes directeurs relatifs aux entreprises et aux droits de l’homme",
                "Guiding Principles on Business and Human Rights",
            ),
            Words("ONU, Conseil des droits de l’homme", "UN Human Rights Council"),
            Words("2011", "2011"),
            Words("États et toutes les entreprises", "States and all enterprises"),
            NO,
            Words("Protéger, respecter, réparer ; diligence raisonnable", "Protect, respect, remedy; due diligence"),
            Words(
                "Pas de guichet propre : voies de l’État et de l’entreprise",
                "No desk of its own: State and company channels",
            ),
        ),
        (
            Words(
                "Principes directeurs de l’OCDE à l’intention des entreprises multinationales sur la conduite "
                "responsable des entreprises",
                "OECD Guidelines for Multinational Enterprises on Responsible Business Conduct",
            ),
            Words("Gouvernements, à l’OCDE", "Governments, at the OECD"),
            Words("1976 ; 2023", "1976; 2023"),
            Words("Entreprises", "Enterprises"),
            NO,
            Words(
                "Droits de l’homme, travail, environnement, corruption, fiscalité",
                "Human rights, labour, environment, bribery, taxation",
            ),
            Words("Point de contact national (médiation)", "National Contact Point (mediation)"),
        ),
        (
            Words("Guide sur le devoir de diligence", "Due Diligence Guidance"),
            Words("OCDE", "OECD"),
            Words("2018", "2018"),
            Words("Entreprises, tous secteurs", "Enterprises, every sector"),
            NO,
            Words("La méthode, en six étapes", "The method, in six steps"),
            Words("Aucune voie propre", "No channel of its own"),
        ),
        (
            Words("Déclaration sur les EMN", "MNE Declaration"),
            Words("OIT : gouvernements, employeurs, travailleurs", "ILO: governments, employers, workers"),
            Words("1977 ; 2017 ; 2022", "1977; 2017; 2022"),
            Words("Entreprises, gouvernements, partenaires sociaux", "Enterprises, governments, social partners"),
            NO,
            Words("Le dialogue social au cœur de la diligence", "Social dialogue at the heart of due diligence"),
            Words("Le Helpdesk du BIT renseigne, il ne juge pas", "The ILO Helpdesk informs, it does not judge"),
        ),
        (
            Words(
                "Déclaration relative aux principes et droits fondamentaux au travail",
                "Declaration on Fundamental Principles and Rights at Work",
            ),
            Words("OIT", "ILO"),
            Words("1998 ; 2022", "1998; 2022"),
            Words("États Membres de l’OIT", "ILO member States"),
            STATES,
            Words("Cinq catégories que tout Membre doit respecter", "Five categories that every member must respect"),
            Words(
                "Inspection du travail, juge, selon la loi du pays",
                "Labour inspectorate and courts, under national law",
            ),
        ),
        (
            Words(
                "Dix conventions fondamentales et le Protocole de 2014",
                "Ten fundamental Conventions and the 2014 Protocol",
            ),
            Words("OIT", "ILO"),
            Words("1930 à 2014", "1930 to 2014"),
            Words("États qui les ratifient", "States that ratify them"),
            STATES,
            Words("Le détail des cinq catégories", "The five categories in detail"),
            Words(
                "Inspection du travail, juge, selon la loi du pays",
                "Labour inspectorate and courts, under national law",
            ),
        ),
        (
            Words(
                "Charte africaine des droits et du bien-être de l’enfant, article 15",
                "African Charter on the Rights and Welfare of the Child, Article 15",
            ),
            Words("Union africaine", "African Union"),
            CHECK,
            Words("États parties", "States Parties"),
            STATES,
            Words("L’interdiction du travail des enfants", "The prohibition of child labour"),
            Words(
                "Inspection du travail, juge, selon la loi du pays",
                "Labour inspectorate and courts, under national law",
            ),
        ),
        (
            Words("Plan d’action décennal 2020-2030", "Ten-Year Action Plan 2020-2030"),
            Words("Union africaine", "African Union"),
            Words("2020", "2020"),
            Words("États", "States"),
            NO,
            Words(
                "Un cap : travail des enfants, travail forcé, traite",
                "A direction: child labour, forced labour, trafficking",
            ),
            Words("Aucune voie propre", "No channel of its own"),
        ),
        (
            Words(
                "Cible 8.7 des objectifs de développement durable", "Target 8.7 of the Sustainable Development Goals"
            ),
            Words("ONU", "UN"),
            Words("Échéance 2025 pour le travail des enfants", "2025 for child labour"),
            Words("États", "States"),
            NO,
            Words("Un but commun ; l’Alliance 8.7 y travaille", "A common aim; Alliance 8.7 works towards it"),
            Words("Aucune voie propre", "No channel of its own"),
        ),
        (
            Words("Norme africaine ARS 1000, cacao durable", "African Standard ARS 1000, sustainable cocoa"),
            Words("ORAN", "ARSO"),
            Words("2021", "2021"),
            Words("Filière cacao", "The cocoa chain"),
            CHECK,
            Words(
                "Management, qualité et traçabilité, certification",
                "Management, quality and traceability, certification",
            ),
            Words("À demander dans votre pays", "Ask in your country"),
        ),
        (
            Words(
                "Loi française n° 2017-399 sur le devoir de vigilance",
                "French Act No. 2017-399 on the duty of vigilance",
            ),
            Words("Parlement français", "French Parliament"),
            Words("2017", "2017"),
            Words("Très grandes sociétés en France", "Very large companies in France"),
            COMPANIES,
            Words("Un plan de vigilance, cinq mesures", "A vigilance plan, five measures"),
            Words(
                "Mécanisme d’alerte, mise en demeure, juge français", "Alert mechanism, formal notice, French courts"
            ),
        ),
    ),
    blank=3,
    totals=(
        Total(
            Words("Lignes écrites pour votre pays (sur 3)", "Lines written for your country (out of 3)"),
            'COUNTIF(OFFSET(A{last},-2,0,3,1),"?*")',
            _own,
        ),
    ),
    row_height=35.0,
)
