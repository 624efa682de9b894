"""What the demo schools filled in: believable, and clearly made up.

Nothing that anybody could call, and no address outside demo.example.
"""

from __future__ import annotations

from collections.abc import Mapping

from course.content.types import Variable

WORDS: Mapping[str, str] = {
    "naam_ict_dienst": "Servicepunt ICT Voorbeeldstad",
    "contact_ict_dienst": "toestel 100, of ict@demo.example",
    "trainingen_ict_dienst": "https://www.demo.example/trainingen",
    "naam_fg": "Femke van Voorbeeld",
    "contact_fg": "toestel 120, of fg@demo.example",
    "leidinggevende_term": "teamleider (voorbeeld)",
    "contact_bestuur_spoed": "toestel 199, dag en nacht (voorbeeld)",
    "vertrouwenspersoon_intern": "Vera Voorbeeld, toestel 130",
    "vertrouwenspersoon_extern": "Evert Voorbeeld, via vertrouwen@demo.example",
    "link_gedragscode": "https://www.demo.example/gedragscode",
    "versie_gedragscode": "vastgesteld in september (voorbeeld)",
    "link_toestemmingsregister": "https://www.demo.example/toestemmingen",
    "oudercommunicatie_naam": "de Voorbeeldapp",
    "lijst_toegestane_diensten": "Voorbeeldapp: contact met ouders\nVoorbeeldrekenen: oefenen\n"
    "Voorbeeldbieb: lezen",
    "doorlooptijden": "Voorbeeldbrief maken 2\nReactietijd ouders 10\nHerinnering 5\nVerwerken 3\n"
    "Check van FG en bestuur 10",
    "afspraak_bereikbaarheid": "Op schooldagen van 8 tot 17 uur, via de Voorbeeldapp.",
}


def word_for(variable: Variable) -> str:
    """What stands under a label; for a word that we do not know, something by its kind."""
    if variable.key in WORDS:
        return WORDS[variable.key]
    if variable.kind == "link":
        return f"https://www.demo.example/{variable.key.replace('_', '-')}"
    return f"{variable.label} (voorbeeld)"
