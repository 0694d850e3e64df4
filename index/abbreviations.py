"""Abbreviations and shorthand of care staff and public reports, and what they stand for.

An abbreviation is searched as itself and as its long form, in passages and questions alike; a
long form in running text is searched as its abbreviation too.
"""

import re
from collections.abc import Mapping

# In any case: no other word is spelt so.
ABBREVIATIONS: Mapping[str, str] = {
    "adl": "aktiviteter i dagliga livet",
    "apt": "arbetsplatsträff",
    "asih": "avancerad sjukvård i hemmet",
    "bpsd": "beteendemässiga och psykiska symtom vid demens",
    "bup": "barn- och ungdomspsykiatri",
    "bvc": "barnavårdscentral",
    "dsk": "distriktssköterska",
    "ehm": "E-hälsomyndigheten",
    "ekg": "elektrokardiogram",
    "ft": "fysioterapeut",
    "gdpr": "dataskyddsförordningen",
    "hsl": "hälso- och sjukvårdslagen",
    "hslf": "gemensamma författningssamlingen",
    "hsv": "hemsjukvård",
    "hvb": "hem för vård eller boende",
    "ibic": "individens behov i centrum",
    "icf": "internationell klassifikation av funktionstillstånd",
    "ivo": "Inspektionen för vård och omsorg",
    "kol": "kroniskt obstruktiv lungsjukdom",
    "ksi": "klassifikation av socialtjänstens insatser",
    "kvå": "klassifikation av vårdåtgärder",
    "lou": "lagen om offentlig upphandling",
    "lpt": "lagen om psykiatrisk tvångsvård",
    "lrv": "lagen om rättspsykiatrisk vård",
    "lss": "lagen om stöd och service till vissa funktionshindrade",
    "lvm": "lagen om vård av missbrukare i vissa fall",
    "lvu": "lagen om vård av unga",
    "mas": "medicinskt ansvarig sjuksköterska",
    "npö": "nationell patientöversikt",
    "osl": "offentlighets- och sekretesslagen",
    "pdl": "patientdatalagen",
    "psl": "patientsäkerhetslagen",
    "rss": "regional samverkans- och stödstruktur",
    "sbu": "Statens beredning för medicinsk och social utvärdering",
    "sip": "samordnad individuell plan",
    "skl": "Sveriges Kommuner och Landsting",
    "skr": "Sveriges Kommuner och Regioner",
    "sol": "socialtjänstlagen",
    "sosfs": "Socialstyrelsens författningssamling",
    "ssk": "sjuksköterska",
    "säbo": "särskilt boende",
    "usk": "undersköterska",
    "vfu": "verksamhetsförlagd utbildning",
    "vobo": "vård- och omsorgsboende",
    "äbo": "äldreboende",
}

# Only just so: in lower case another word, or another abbreviation, is spelt so.
CASED: Mapping[str, str] = {
    "AT": "allmäntjänstgöring",
    "DL": "distriktsläkare",
    "JO": "Justitieombudsmannen",
    "LOV": "lagen om valfrihetssystem",
    "MAR": "medicinskt ansvarig för rehabilitering",
    "SAS": "socialt ansvarig samordnare",
    "ST": "specialiseringstjänstgöring",
    "VC": "vårdcentral",
    "VIP": "välbefinnande, integritet, prevention",
    "VIPS": "välbefinnande, integritet, prevention, säkerhet",
}

# Written in haste; only the long form is searched.
SHORTHAND: Mapping[str, str] = {
    "anh": "anhörig",
    "at": "arbetsterapeut",
    "avv": "avvikelse",
    "bla": "bland annat",
    "dok": "dokumentation",
    "dr": "läkare",
    "el": "eller",
    "enl": "enligt",
    "ex": "exempel",
    "fr": "från",
    "fys": "fysioterapeut",
    "hjt": "hemtjänst",
    "iaf": "i alla fall",
    "info": "information",
    "lm": "läkemedel",
    "mkt": "mycket",
    "mtrl": "material",
    "ngn": "någon",
    "ngt": "något",
    "ngra": "några",
    "o": "och",
    "omv": "omvårdnad",
    "oxå": "också",
    "pat": "patient",
    "pga": "på grund av",
    "rehab": "rehabilitering",
    "sthlm": "Stockholm",
    "sthlms": "Stockholms",
    "tex": "till exempel",
    "va": "vad",
    "vc": "vårdcentral",
    "vg": "vårdgivare",
    "å": "och",
    "bl.a.": "bland annat",
    "f.d.": "före detta",
    "m.fl.": "med flera",
    "m.m.": "med mera",
    "med.ans.": "medicinskt ansvarig",
    "p.g.a.": "på grund av",
    "t.ex.": "till exempel",
}

_WRITTEN = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)+\.|[^\W\d_]+")
_SHORTEST_IN_LOWER_CASE = 3


def long_form(written: str) -> str | None:
    """What a word stands for, as it is written: "LOV" is a law, "lov" a holiday.

    >>> long_form("MAS"), long_form("LOV"), long_form("lov")
    ('medicinskt ansvarig sjuksköterska', 'lagen om valfrihetssystem', None)
    """
    return CASED.get(written) or ABBREVIATIONS.get(written.casefold())


def spelled_out(question: str) -> str:
    """The question with shorthand written out and abbreviations explained.

    >>> spelled_out("va gör MAS på säbo")
    'vad gör MAS (medicinskt ansvarig sjuksköterska) på säbo (särskilt boende)'
    """

    def replaced(match: re.Match[str]) -> str:
        written = match[0]
        if written in SHORTHAND:
            return SHORTHAND[written]
        explained = long_form(written)
        if explained and (written.isupper() or len(written) >= _SHORTEST_IN_LOWER_CASE):
            return f"{written} ({explained})"
        return written

    return _WRITTEN.sub(replaced, question)
