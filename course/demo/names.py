"""Names as people at Dutch schools have them today. Drawn at random: nobody is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from course.text.names import fold

# First names and surnames that go together, and how many in a hundred people have such a name.
_ORIGINS: tuple[tuple[int, str, str], ...] = (
    (
        46,
        "Anne Bram Carolien Daan Eline Femke Gerrit Hans Ilse Jasper Karin Lars Maartje Niels "
        "Olga Pieter Rianne "
        "Sander Thijs Vera Wouter Yvonne Marieke Joost Lotte "
        "Ruben Saskia Bas Hanneke Tom Iris Jeroen Kim Mark Esther Koen",
        "Jansen|de Vries|van den Berg|Bakker|van Dijk|Visser|Smit|Meijer|de "
        "Boer|Mulder|Bos|Vos|Peters|Hendriks|"
        "van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|van der Linden|Kok|Jacobs|van Vliet|ter "
        "Horst|van ’t Hof|"
        "Schouten|van der Heijden|Prins|Huisman|in ’t Veld|Kuipers|Post|Willems|de "
        "Vries-Bakker|op den Kamp",
    ),
    (
        8,
        "Sjoerd Froukje Wietse Tjitske Jelle Baukje Hidde Sietske Douwe Ymkje",
        "Hoekstra|Wiersma|de Jong|Terpstra|Bijlsma|Hiemstra|van der Meer|Zijlstra|Kooistra|Sinnema",
    ),
    (
        9,
        "Emre Elif Mehmet Ayşe Murat Zeynep Tarık Fatma Burak Şeyma Gülcan Serkan",
        "Yılmaz|Kaya|Demir|Çelik|Şahin|Öztürk|Aydın|Arslan|Doğan|Koç|Aslan|Kılıç",
    ),
    (
        10,
        "Mohamed Fatima Youssef Samira Bilal Naima Hamza Khadija Ilias Soukaina Rachid Hanan",
        "El Amrani|Bouali|Ait Lahcen|El Idrissi|Benali|Haddou|Azzouzi|Chakir|El "
        "Bakkali|Bouzid|Amezian|Tahiri",
    ),
    (
        7,
        "Ricardo Sherida Winston Cheryl Orlando Melissa Clyde Joan Delano Ruth",
        "Pinas|Zschuschen|Kromosoeto|Landveld|Sedney|Vrede|Amania|Refos|Wijngaarde|Doorson",
    ),
    (
        7,
        "Anjali Rakesh Sharda Vinod Indra Soenil Priya Radjin Rohini Ashwin",
        "Ramdin|Sewpersad|Jagroep|Baldewsingh|Gopal|Mahabier|Ramautar|Bisesar|Soekhai|Kalpoe",
    ),
    (
        5,
        "Agnieszka Piotr Katarzyna Tomasz Małgorzata Paweł Joanna Marcin",
        "Kowalska|Wiśniewski|Nowak|Zielińska|Kamiński|Wójcik|Lewandowska|Mazur",
    ),
    (4, "Mei Wei Lin Jing Kwok Ling", "Wong|Chen|Zhou|Li|Cheung|Tang"),
    (3, "Gilbert Shurandy Ludwina Quincy", "Martina|Maduro|Croes|Winklaar"),
    (3, "Ratna Frank Dewi Ferry", "Tahapary|Latuheru|Soetanto|van Motman"),
    (4, "Rana Omar Shirin Kaveh Nour Samer", "Al Hassan|Khalil|Hosseini|Darwish|Rahimi|Haddad"),
    (3, "Kwame Abena Selam Yonas", "Mensah|Owusu|Tesfaye|Habtemariam"),
)
_MARRIED_ACROSS = 0.12  # people whose surname comes from elsewhere than their first name


def draw_names(random: Random) -> Iterator[str]:
    """Full names without end, each once."""
    shares = [share for share, _, _ in _ORIGINS]
    given: set[str] = set()
    while True:
        (_, first_names, surnames) = random.choices(_ORIGINS, shares)[0]
        if random.random() < _MARRIED_ACROSS:
            surnames = random.choices(_ORIGINS, shares)[0][2]
        name = f"{random.choice(first_names.split())} {random.choice(surnames.split('|'))}"
        if name not in given:
            given.add(name)
            yield name


def mail_address(name: str) -> str:
    """The address of a demo person: first name, dot, the rest.

    `.example` belongs to nobody and gets no mail.
    """
    plain = re.sub(r"[^a-z0-9 -]", "", fold(name))
    first, *rest = plain.split()
    return ".".join([first, *(["".join(rest)] if rest else [])]) + "@demo.example"
