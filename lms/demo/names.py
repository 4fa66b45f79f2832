"""Names that people bear where our learners live, by where that is; nobody in particular bears these together."""

import unicodedata
from functools import cache
from typing import NamedTuple

from lms.demo.shares import Dice, one_of


class Names(NamedTuple):
    """Given names of women and of men, and family names."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _names(women: str, men: str, families: str) -> Names:
    return Names(tuple(women.split()), tuple(men.split()), tuple(one.replace("_", " ") for one in families.split()))


REGIONS = {
    "west": _names(
        "Awa Aïssatou Fatoumata Mariam Adjoua Akissi Aminata Ramatoulaye Kadiatou Bintou Affoué Sira Oumou Nafissatou "
        "Rokia Djénéba Marie-Louise Ndèye Coumba Salimata Amoin Yassa Haoua Zénabou Ñalé Grâce Clémence Béatrice",
        "Moussa Ibrahima Kouamé Koffi Ousmane Mamadou Boubacar Seydou Abdoulaye Cheikh Yao Konan Lassina Drissa "
        "Amadou Souleymane Issouf Alioune Modibo Jean-Baptiste Séraphin Désiré Noël Théophile Barthélémy Gaoussou",
        "Koné Traoré Diallo Ouattara Kouassi N’Guessan Coulibaly Diop Ndiaye Sow Bâ Cissé Camara Keïta Ouédraogo "
        "Sawadogo Zongo Touré Sangaré Fofana Kaboré Compaoré Sène Faye Guèye Barry Bah Condé Doumbia Yéo Soro Gnahoré",
    ),
    "gulf": _names(
        "Elɔlɔ Ŋutifafa Esi Afi Akosua Abena Ɖela Mawusi Adzoa Reine Sènami Fifamè Houéfa Yawa Enyonam Ama Efua "
        "Chidinma Ngozi Adaeze Folaṣadé Yetúndé Hauwa Zainab Amina Blessing Chiamaka Ìyábọ̀",
        "Kofi Kwame Yaw Kossi Komlan Kodjo Edem Selorm Ɖotsɛ Sènan Codjo Fiacre Kwabena Kwaku Chukwuemeka Olúwaṣeun "
        "Adébáyọ̀ Ibrahim Musa Sani Emeka Tunde Ikenna Yusuf Prosper Romuald Cyriaque",
        "Mensah Agbeko Amegã Aŋutsɔ Lawson Dossou Hounkpatin Ahouansou Kpodo Adjovi Owusu Boateng Asante Osei Okafor "
        "Adéyẹmí Okonkwo Bello Abubakar Eze Ogunleye Nwosu Suleiman Ayité d’Almeida Houngbédji Zinsou Gbaguidi",
    ),
    "central": _names(
        "Mireille Ngono Clarisse Bernadette Solange Chantal Divine Merveille Cœur-Aimée Espérance Nadège Flore Prisca "
        "Josépha Gisèle Ruth Denise Mbali Nkéchi Aurore Félicité Hortense Sidonie",
        "Serge Landry Dieudonné Patrice Trésor Fiston Mbuyi Kasaï Célestin Hervé Guy-Roger Blaise Éric Parfait "
        "Roméo Junior Arsène Brice Aristide Valère Gédéon Joël",
        "Mbarga Ndongo Atangana Fouda Kabongo Mukendi Ilunga Tshibangu Mabiala Moussavou Obiang Nzé Ondo Nguéma Ŋgaŋga "
        "Massamba Makaya Mbembé Ekotto Tchamba Ngassa Kamdem Ŋkwenti Déby Mahamat Yamboka Bemba Lukœ",
    ),
    "north": _names(
        "Fatima-Zahra Khadija Amina Salma Yasmine Houda Meryem Leïla Nawel Imane Samira Rania Asmaa Tiziri Dihya Zineb "
        "Ghizlane Sirine Hind Maïssa نور مريم سلمى",
        "Mohamed Youssef Karim Ahmed Mehdi Hamza Rachid Nabil Tarik Omar Sofiane Amine Yacine Ayoub Idriss Massinissa "
        "Anis Bilal Walid Khaled محمد يوسف كريم",
        "El_Amrani Benali Bouzid Haddad Mansouri Cherkaoui Alaoui Ben_Salah Trabelsi Gharbi Belkacem Zerrouki "
        "Ould_Sidi Aït_Ahmed Hadj-Ali Idrissi Tazi Fassi Chaouch Saïdi Boukhari Khelifi Naciri",
    ),
    "world": _names(
        "Claire Émilie Zoë Anaïs Œnone Sophie Julia Marta Ingrid Aoife Thị_Hương Mei Priya Wanjiru Achieng Uwase "
        "Iradukunda Hanitra Noémie María Lucía Camille Françoise Ève",
        "Loïc François Benoît Jérôme Thomas Lars Søren Łukasz Seán José Văn_Nam Wei Arjun Kamau Otieno Mugisha "
        "Habimana Rakoto Andry João Raphaël Maël Gaël Matthieu",
        "Lebœuf Lefèvre Dubois Mœglin Garnier Peeters Müller O’Brien Kowalski García Nguyễn Zhang Sharma Njoroge "
        "Odhiambo Nkurunziza Rakotomalala Silva Girard Bélanger Tremblay Smith Rossi Østergård",
    ),
}
_LETTERS = str.maketrans({"ŋ": "n", "ɔ": "o", "ɖ": "d", "ɛ": "e", "œ": "oe", "ø": "o", "ł": "l", "’": ""})


def a_name(region: str, sex: str | None, dice: Dice) -> tuple[str, str]:
    """A given name and a family name."""
    names = REGIONS[region]
    is_woman = sex == "female" or (sex != "male" and dice() < 0.5)
    given = one_of(names.women if is_woman else names.men, dice).replace("_", " ")
    return given, one_of(names.families, dice)


@cache
def in_address(name: str) -> str:
    """A name as people write it in an e-mail address: small letters without accents; "" of another script."""
    plain = unicodedata.normalize("NFD", name.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())
