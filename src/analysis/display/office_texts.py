"""The words of the workbook and the slides, in Danish and English."""

from __future__ import annotations

OFFICE_TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "months": "januar februar marts april maj juni juli august september oktober november "
        "december",
        "date": "{day}. {month} {year}",
        "workbook_title": "Fagligheder på beskæftigelsesområdet: tabeller",
        "cover": "Forside",
        "to_cover": "Til forsiden",
        "cover_what": "Indhold",
        "cover_what_report": "Hvad {n} arbejdsmarkeds- og jobcenterchefer fra {of} kommuner "
        "svarede i foråret 2017 om seks fagprofiler og om kompetenceudvikling.",
        "cover_what_answers": "{n} besvarelser",
        "cover_source": "Kilde",
        "cover_source_report": "KL, HK Kommunal og Dansk Socialrådgiverforening: Fagligheder på "
        "beskæftigelsesområdet (2017), kapitel 12 og 14",
        "cover_date": "Dato",
        "cover_reading": "Læsevejledning",
        "cover_reading_words": "Et tomt felt er ukendt eller uden svar.",
        "cover_reading_hidden": "[c] er skjult af hensyn til fortrolighed.",
        "cover_sheets": "Ark",
        "cover_basis": "Grundlag",
        "cover_meaning": "Betydning",
        "sheet_rebased": "Figur {figure} omregnet",
        "sheet_answers": "Alle svar",
        "sheet_summary": "Hovedtal",
        "sheet_profiles": "Fagprofiler",
        "sheet_crosstab": "Figur {figure} efter størrelse",
        "sheet_own_crosstab": "{title} efter størrelse",
        "sheet_gap": "Kompetencegab",
        "sheet_gap_by_size": "Kompetencegab efter størrelse",
        "sheet_claims": "Kapitel 12 efterprøvet",
        "answers_title": "Alle svar med interval",
        "summary_title": "Hovedtal for hvert emne",
        "crosstab_sheet_title": "{title}, efter jobcentrets størrelse",
        "gap_by_size_title": "Medarbejdere, der matcher profilerne, efter jobcentrets størrelse",
        "question": "Spørgsmål",
        "count_of": "{answer}, antal",
        "count": "Antal svar",
        "count_low": "Antal, mindst",
        "count_high": "Antal, højst",
        "count_modelled": "Antal ved uafhængighed",
        "answers_in_all": "Svar i alt (n)",
        "share": "Andel",
        "share_low": "Andel, mindst",
        "share_high": "Andel, højst",
        "share_modelled": "Andel ved uafhængighed",
        "end_low": "{name}, lav",
        "end_high": "{name}, høj",
        "net_points": "Netto, procentpoint",
        "mean_score": "Middelscore",
        "rank_of": "{name}, placering",
        "measure": "Mål",
        "share_of_staff": "Andel af medarbejdere",
        "staff_people": "Antal medarbejdere",
        "end_least": "{name}, mindst",
        "end_most": "{name}, højst",
        "basis": "Grundlag",
        "basis_is": "Grundlag: {words}.",
        "hidden": "Skjult [c]",
        "note_n": "Svar i alt: {n}.",
        "note_shares": "Andele af svarene. Kolonnerne »antal« er antal svar.",
        "note_outside": "{outside} af de {base} svar ligger uden for de viste svar, så bjælkerne "
        "når ikke 100 pct.",
        "note_outside_some": "Hvor en bjælke ikke når 100 pct., er resten uden for de viste svar.",
        "note_summary": "Øverste svar, to øverste og to nederste: andele af svarene. Netto: øvre "
        "mindre nedre svar. Middelscore: det øverste svar tæller mest.",
        "note_intervals": "Lav og høj: {level} pct.-interval{population}.",
        "note_population": " blandt {population} chefer",
        "note_rank": "Placering: 1 er den største andel blandt profilerne; lige store andele deler "
        "placering.",
        "note_crosstab": "Mindst og højst: det mindste og det største, som de trykte tal tillader "
        "(afgrænset). Hvert interval gælder for sig; de kan ikke lægges sammen.",
        "note_independence": "Ved uafhængighed: hvis svarene ikke hænger sammen med størrelsen "
        "(modelleret).",
        "note_clopper_pearson": "Lav og høj: 95 pct.-interval (Clopper–Pearson).",
        "note_gap": "Andel af medarbejdere: gennemsnit af svarene. Antal medarbejdere: vægtet med "
        "jobcentrets størrelse. Forskellen i andel er i procentpoint.",
        "note_gap_bounded": "Mindst og højst: alt, hvad de trykte tal tillader (afgrænset). Uden "
        "»mindst« og »højst«: hvis svarene ikke hænger sammen med kommunen (modelleret).",
        "page_of": "Side &P af &N",
        "deck_title": "Fagligheder på beskæftigelsesområdet",
        "deck_subtitle": "Hvad {n} arbejdsmarkeds- og jobcenterchefer fra {of} kommuner svarede i "
        "foråret 2017",
        "deck_tag": "Hele undersøgelsen: alle {n} svar fra {of} kommuner",
        "quoted": "»{words}«",
        "agree_named": "Flest er helt eller delvis enige i {most} ({most_percent}), færrest i "
        "{least} ({least_percent}).",
        "chart_range_title": "Medarbejdere, der mangler: forskel mellem ideelt og i dag",
        "chart_range_kommune": "Medarbejdere ud af {staff}, der mangler: forskel mellem "
        "ideelt og i dag",
        "chart_range_how": "Bånd: alt, hvad de trykte tal tillader, hvert for sig (afgrænset). "
        "Prik: hvis svarene ikke hænger sammen med kommunen (modelleret).",
        "chart_gap_low": "Forskel, mindst",
        "chart_gap": "Forskel ved uafhængighed",
        "chart_gap_high": "Forskel, højst",
        "chart_now": "I dag",
        "chart_ideal": "Ideelt",
        "gap_wished_open": "Mindst {n} af de {base} chefer ønsker en større andel medarbejdere med "
        "profilen {items}; hvor mange der mangler, afgør de trykte tal ikke",
        "gap_wished": "Mindst {n} af de {base} chefer ønsker en større andel medarbejdere med "
        "profilen {items} end i dag",
        "gap_open": "Om et jobcenter som {genitive} mangler medarbejdere, afgør de trykte tal "
        "ikke: forskellen kan ligge fra {low} til {high} medarbejdere",
        "gap_largest": "Forskellen mellem ideelt og i dag er størst for {items}: {gap} "
        "medarbejdere",
        "profiles_first": "{items} ligger øverst på {k} af de {of} mål",
        "facts_finding": "{genitive} jobcenter har {staff} medarbejdere; svarene er alle {n} "
        "chefers",
    },
    "en": {
        "months": "January February March April May June July August September October November "
        "December",
        "date": "{day} {month} {year}",
        "workbook_title": "Professions in employment services: tables",
        "cover": "Cover",
        "to_cover": "To the cover",
        "cover_what": "Contents",
        "cover_what_report": "What {n} managers of job centres in {of} municipalities answered in "
        "spring 2017 on six professional profiles and on skills development.",
        "cover_what_answers": "{n} sets of answers",
        "cover_source": "Source",
        "cover_source_report": "KL, HK Kommunal and Dansk Socialrådgiverforening: Fagligheder på "
        "beskæftigelsesområdet (2017), chapters 12 and 14",
        "cover_date": "Date",
        "cover_reading": "How to read",
        "cover_reading_words": "An empty cell is unknown or without answers.",
        "cover_reading_hidden": "[c] is hidden for confidentiality.",
        "cover_sheets": "Sheet",
        "cover_basis": "Basis",
        "cover_meaning": "Meaning",
        "sheet_rebased": "Figure {figure} re-based",
        "sheet_answers": "All answers",
        "sheet_summary": "Key figures",
        "sheet_profiles": "Profiles",
        "sheet_crosstab": "Figure {figure} by size",
        "sheet_own_crosstab": "{title} by size",
        "sheet_gap": "Workforce gap",
        "sheet_gap_by_size": "Workforce gap by size",
        "sheet_claims": "Chapter 12 checked",
        "answers_title": "All answers with their intervals",
        "summary_title": "Key figures of each item",
        "crosstab_sheet_title": "{title}, by the job centre's size",
        "gap_by_size_title": "Staff who match the profiles, by the job centre's size",
        "question": "Question",
        "count_of": "{answer}, answers",
        "count": "Answers",
        "count_low": "Answers, at least",
        "count_high": "Answers, at most",
        "count_modelled": "Answers if independent",
        "answers_in_all": "Answers in all (n)",
        "share": "Share",
        "share_low": "Share, at least",
        "share_high": "Share, at most",
        "share_modelled": "Share if independent",
        "end_low": "{name}, low",
        "end_high": "{name}, high",
        "net_points": "Net, percentage points",
        "mean_score": "Mean score",
        "rank_of": "{name}, rank",
        "measure": "Measure",
        "share_of_staff": "Share of the staff",
        "staff_people": "Number of staff",
        "end_least": "{name}, at least",
        "end_most": "{name}, at most",
        "basis": "Basis",
        "basis_is": "Basis: {words}.",
        "hidden": "Hidden [c]",
        "note_n": "Answers in all: {n}.",
        "note_shares": "Shares of the answers. The columns “answers” are numbers of answers.",
        "note_outside": "{outside} of the {base} answers lie outside the answers shown, so the "
        "bars do not reach 100%.",
        "note_outside_some": "Where a bar does not reach 100%, the rest lies outside the answers "
        "shown.",
        "note_summary": "Top box, top two and bottom two: shares of the answers. Net: upper less "
        "lower answers. Mean score: the top answer counts most.",
        "note_intervals": "Low and high: {level}% interval{population}.",
        "note_population": " among {population} managers",
        "note_rank": "Rank: 1 is the largest share among the profiles; equal shares have the same "
        "rank.",
        "note_crosstab": "At least and at most: the smallest and the largest that the printed "
        "numbers allow (bounded). Each range holds by itself; they cannot be added.",
        "note_independence": "If independent: if the answers are unrelated to the size (modelled).",
        "note_clopper_pearson": "Low and high: 95% interval (Clopper–Pearson).",
        "note_gap": "Share of the staff: mean of the answers. Number of staff: weighted by the "
        "size of the job centre. The gap in shares is in percentage points.",
        "note_gap_bounded": "At least and at most: all that the printed numbers allow (bounded). "
        "Without either word: if the answers are unrelated to the municipality (modelled).",
        "page_of": "Page &P of &N",
        "deck_title": "Professions in employment services",
        "deck_subtitle": "What {n} managers of job centres in {of} municipalities answered in "
        "spring 2017",
        "deck_tag": "The whole survey: all {n} answers from {of} municipalities",
        "quoted": "“{words}”",
        "agree_named": "Most agree fully or partly with {most} ({most_percent}), fewest with "
        "{least} ({least_percent}).",
        "chart_range_title": "Staff lacking: gap between ideally and today",
        "chart_range_kommune": "Staff lacking out of {staff}: gap between ideally and today",
        "chart_range_how": "Band: all that the printed numbers allow, each by itself (bounded). "
        "Dot: if the answers are unrelated to the municipality (modelled).",
        "chart_gap_low": "Gap, at least",
        "chart_gap": "Gap if independent",
        "chart_gap_high": "Gap, at most",
        "chart_now": "Today",
        "chart_ideal": "Ideally",
        "gap_wished_open": "At least {n} of the {base} managers want a larger share of staff with "
        "the profile {items}; how many are lacking, the printed numbers cannot decide",
        "gap_wished": "At least {n} of the {base} managers want a larger share of staff with the "
        "profile {items} than today",
        "gap_open": "Whether a job centre like that of {name} lacks staff, the printed numbers "
        "cannot decide: the gap can lie from {low} to {high} staff",
        "gap_largest": "The gap between ideally and today is largest for {items}: {gap} staff",
        "profiles_first": "{items}: first on {k} of the {of} measures",
        "facts_finding": "The job centre of {name} has {staff} staff; the answers are those of "
        "all {n} managers",
    },
}
