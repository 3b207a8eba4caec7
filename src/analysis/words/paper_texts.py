"""The words around a report's content, and those of the national report."""

from __future__ import annotations

#: ``paper_…`` stands around every page; the other words are the national report's own.
PAPER_TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "paper_running_title": "Fagligheder på beskæftigelsesområdet",
        "paper_page": "Side",
        "paper_of": "af",
        "paper_stamp_note": "Tallene er opdigtede svar til afprøvning. De siger intet om "
        "kommunerne.",
        "paper_skip": "Gå til indholdet",
        "paper_source": "Kilde, hvor intet andet er nævnt: rapporten Fagligheder på "
        "beskæftigelsesområdet (2017) fra KL, HK Kommunal og Dansk Socialrådgiverforening.",
        "paper_keywords": "beskæftigelse, jobcentre, kommuner, fagprofiler, "
        "spørgeskemaundersøgelse",
        "national_title": "Fagligheder på beskæftigelsesområdet",
        "national_lead": "Hvad jobcentrenes chefer svarede om seks faglige profiler: hvor vigtige "
        "de er, og hvor mange medarbejdere der har dem. Under hver figur og tabel står, hvad "
        "tallene hviler på.",
        "heading_key_points": "## Det vigtigste",
        "heading_profiles": "## De seks profiler",
        "heading_importance": "## Profilernes vigtighed i dag",
        "heading_future_need": "## Forventet brug de kommende år",
        "heading_current_share": "## Medarbejdere, der matcher profilerne i dag",
        "heading_ideal_share": "## Medarbejdere, der matcher profilerne ideelt",
        "heading_gap": "## Hvor mange medarbejdere mangler?\n\nForskellen mellem ideelt og i dag, "
        "målt i medarbejdere. Er det ikke offentliggjort, hvem der svarede hvad, kendes den kun "
        "inden for grænser: båndene.",
        "heading_size": "## Små, mellemstore og store jobcentre",
        "heading_statements": "## Arbejdet med kompetenceudvikling",
        "heading_tables": "## Tallene bag figurerne",
        "heading_summaries": "## Hovedtal med usikkerhed",
        "heading_kommuner": "## Kommunerne i undersøgelsen",
        "heading_about": "## Om tallene",
    },
    "en": {
        "paper_running_title": "Professional profiles in employment services",
        "paper_page": "Page",
        "paper_of": "of",
        "paper_stamp_note": "The answers are made up, for trying things out. The numbers say "
        "nothing about the municipalities.",
        "paper_skip": "Skip to content",
        "paper_source": "Source, unless another is given: the report Fagligheder på "
        "beskæftigelsesområdet (2017) by KL, HK Kommunal and Dansk Socialrådgiverforening.",
        "paper_keywords": "employment, job centres, municipalities, professional profiles, survey",
        "national_title": "Professional profiles in employment services",
        "national_lead": "What the managers of Denmark's job centres answered about six "
        "professional profiles: how important they are, and how many of the staff match them. "
        "Each figure and table states what its numbers rest on.",
        "heading_key_points": "## The main points",
        "heading_profiles": "## The six profiles",
        "heading_importance": "## Importance of the profiles today",
        "heading_future_need": "## Expected need in the coming years",
        "heading_current_share": "## Staff who match the profiles today",
        "heading_ideal_share": "## Staff who would ideally match the profiles",
        "heading_gap": "## How many staff are lacking?\n\nThe gap between ideally and today, in "
        "staff. Unless it is published who answered what, the gap is known only within limits: "
        "the bands.",
        "heading_size": "## Small, medium-sized and large job centres",
        "heading_statements": "## Work on skills development",
        "heading_tables": "## The numbers behind the figures",
        "heading_summaries": "## Key figures and their uncertainty",
        "heading_kommuner": "## The municipalities in the survey",
        "heading_about": "## About the numbers",
    },
}
