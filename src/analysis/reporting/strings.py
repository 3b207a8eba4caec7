"""What every page says around its content."""

from __future__ import annotations

STRINGS = {
    "da": {
        "running_title": "Fagligheder på beskæftigelsesområdet",
        "page": "Side",
        "of": "af",
        "stamp_note": "Tallene er opdigtede svar til afprøvning. De siger intet om kommunerne.",
        "skip": "Gå til indholdet",
        "source": "Kilde, hvor intet andet er nævnt: rapporten Fagligheder på "
        "beskæftigelsesområdet (2017) fra KL, HK Kommunal og Dansk Socialrådgiverforening.",
        "keywords": "beskæftigelse, jobcentre, kommuner, fagprofiler, spørgeskemaundersøgelse",
    },
    "en": {
        "running_title": "Professional profiles in employment services",
        "page": "Page",
        "of": "of",
        "stamp_note": "The numbers are made-up answers for trials. They say nothing about the "
        "municipalities.",
        "skip": "Skip to content",
        "source": "Source, where no other is given: the report Fagligheder på "
        "beskæftigelsesområdet (2017) by KL, HK Kommunal and Dansk Socialrådgiverforening.",
        "keywords": "employment, job centres, municipalities, professional profiles, survey",
    },
}
