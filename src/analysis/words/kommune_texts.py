"""The words of the kommune's page, in Danish and English."""

from __future__ import annotations

KOMMUNE_TEXTS: dict[str, dict[str, str]] = {
    "da": {
        "eyebrow": "Fagligheder på beskæftigelsesområdet · spørgeskemaundersøgelse, foråret 2017",
        "kommune_lead": "Seks faglige profiler i fremtidens beskæftigelsesindsats: hvad {n} chefer "
        "svarede, og hvad det betyder for et jobcenter med {staff} medarbejdere.",
        "fact_staff": "medarbejdere i jobcentret, oplyst i rapporten",
        "fact_staff_observed": "medarbejdere i jobcentret, oplyst til denne rapport",
        "band_small": "under {below} ansatte",
        "band_between": "{low}–{high} ansatte",
        "band_large": "{low} ansatte og derover",
        "fact_band": "{band} · {number} af de {of} kommuner",
        "fact_rank": "nr. {rank}",
        "fact_rank_words": "af {of} efter størrelse{shared} · {region}",
        "fact_rank_outside": "ville pladsen være blandt de {of}{shared} · {region}",
        "shared": ", delt med {n}",
        "shared_one": ", delt med én",
        "region": "Region {region}",
        "fact_answers": "{n} svar",
        "fact_answers_in": "fra {of} kommuner; {name} gav ét af dem",
        "fact_answers_four": "fra {of} kommuner; {name} gav fire af dem",
        "fact_answers_out": "fra {of} kommuner, dog ikke {name}",
        "known_title": "Hvad vi ved, og hvad vi ikke ved",
        "known_in": "Rapporten viser, hvad de {n} chefer svarede tilsammen, og hvor mange der er "
        "ansat i {genitive} jobcenter. Den viser **ikke**, hvad {name} svarede. Figurerne er "
        "altså alle {n} chefers svar, ikke {genitive} eget.",
        "known_four": "Rapporten viser, hvad de {n} chefer svarede tilsammen, og hvor mange der "
        "er ansat i {genitive} jobcenter. Fire af svarene er {genitive}, men rapporten viser "
        "**ikke** hvilke. Figurerne er altså alle {n} chefers svar, ikke {genitive} egne.",
        "known_out": "{name} er ikke blandt de {of} kommuner, der svarede, og antallet af "
        "medarbejdere er oplyst til denne rapport. Figurerne viser, hvad de {n} chefer i de "
        "{of} kommuner svarede tilsammen.",
        "known_file": "Siden bygger på {n} svar fra {of} kommuner: {source}. Tal, som "
        "færre end fem chefer står bag, er skjult: [c].",
        "known_own": " I har selv oplyst {number} svar; de er markeret med ▼.",
        "known_own_one": " I har selv oplyst ét svar; det er markeret med ▼.",
        "known_none": " Oplyser I jeres egne svar og tal, kan rapporten også vise dem.",
        "meaning_heading": "Hvad betyder andelene hos jer?",
        "meaning_fact": "medarbejdere er {percent} pct.",
        "meaning_fact_one": "medarbejder er {percent} pct.",
        "meaning_caption": "Svar i dag → ideelt, og hvad andelene svarer til for {staff} "
        "medarbejdere",
        "meaning_now_ideal": "{now} → {ideal}",
        "meaning_under": "under {people}",
        "meaning_between": "{low}–{high}",
        "meaning_over": "over {people}",
        "meaning_note": "Under hver andel står, hvor mange af {genitive} {staff} medarbejdere den "
        "svarer til. I felterne: antal af de {n} svar i dag → ideelt. En medarbejder kan matche "
        "flere profiler.",
        "meaning_one": "{count} af de {n} chefer ønsker ideelt, at mere end 20 pct. af "
        "medarbejderne matcher profilen {profiles}; {now} svarer, at det er sådan i dag. Hos jer "
        "svarer 20 pct. til {people} medarbejdere.",
        "meaning_several": "For hver af profilerne {profiles} ønsker {count} af de {n} chefer "
        "ideelt, at mere end 20 pct. af medarbejderne matcher profilen; henholdsvis {now} svarer, "
        "at det er sådan i dag. Hos jer svarer 20 pct. til {people} medarbejdere.",
        "gap_heading": "Hvor mange medarbejdere mangler et jobcenter som {genitive}?",
        "gap_own_heading": "Hvor mange medarbejdere mangler I?",
        "gap_title": "Medarbejdere, der matcher profilerne: i dag og ideelt",
        "gap_kommune_title": "Medarbejdere ud af {staff}, der matcher profilerne: i dag og ideelt",
        "gap_caption": "Medarbejdere, der matcher profilerne",
        "gap_now": "I dag",
        "gap_ideal": "Ideelt",
        "gap_gap": "Forskel",
        "gap_range": "Forskellen kan være",
        "gap_column": "forskel",
        "gap_axis": "Medarbejdere",
        "gap_how_bounded": "Prikker: gennemsnittet, hvis svarene ikke hænger sammen med "
        "kommunen (modelleret). Lyst bånd: hvor det ideelle kan ligge i forhold til i dag; "
        "alt, hvad de trykte tal tillader (afgrænset).",
        "gap_how_observed": "Firkanter: jeres egne svar.",
        "gap_top": "»{answer}« er sat til {per_cent} pct., de andre bånd til deres midte.",
        "gap_alt": "{item}: {now} i dag og {ideal} ideelt, forskel {gap} (mellem {gap_low} og "
        "{gap_high}).",
        "gap_alt_exact": "{item}: {now} i dag og {ideal} ideelt, forskel {gap}.",
        "gap_alt_none": "{item}: ingen svar passer med forudsætningen.",
        "gap_alt_hidden": "{item}: skjult af hensyn til fortrolighed [c].",
        "gap_most": "Forskellen mellem ideelt og i dag er størst for {most} ({most_gap}) og mindst "
        "for {least} ({least_gap}).",
        "gap_same": "Forskellen mellem ideelt og i dag er {gap} for alle profiler.",
        "gap_people": "{people} medarbejdere",
        "gap_lead": "Et skøn: {genitive} {staff} medarbejdere ganget med gennemsnittet for "
        "jobcentre af samme størrelse. Båndene viser, hvor langt de trykte tal lader skønnet "
        "flytte sig.",
        "crosstab_title": "»{answer}« i små, mellemstore og store jobcentre: {title}",
        "crosstab_caption": "Svar efter jobcentrets størrelse. {title}",
        "crosstab_corner": "Emne og størrelse",
        "crosstab_title_groups": "»{answer}« i hver gruppe: {title}",
        "crosstab_caption_groups": "Svar efter gruppe. {title}",
        "crosstab_corner_groups": "Emne og gruppe",
        "crosstab_axis": "Pct. af gruppens svar",
        "crosstab_value": "{n} af {base}",
        "crosstab_value_bounded": "{n_low}–{n_high} af {base}",
        "crosstab_how_bounded": "Bånd: alt, hvad de trykte tal tillader, hvert for sig "
        "(afgrænset). Prik: andelen, hvis svarene ikke hænger sammen med gruppen (modelleret).",
        "crosstab_how": "Prik: andelen. Bånd: 95 pct.-interval (Clopper–Pearson).",
        "crosstab_note_bounded": "Antal svar: det mindste og det største, som de trykte tal "
        "tillader. Hvert interval gælder for sig; intervallerne kan ikke lægges sammen.",
        "crosstab_note": "Pct. af gruppens svar (antal). [c]: skjult af hensyn til fortrolighed.",
        "association_caption": "Hænger svarene sammen med gruppen?",
        "association_holm": "p (Holm)",
        "association_interval": "95 pct.-interval",
        "association_note": "Test: {tests}. Holm: korrigeret for alle {family} test af denne "
        "gruppering.",
        "test_linear_by_linear_exact": "lineær mod lineær, eksakt",
        "test_linear_by_linear_permutation": "lineær mod lineær, ved permutation",
        "test_fisher_freeman_halton": "Fisher–Freeman–Halton, ved simulation",
        "effect_kendall_tau_b": "Kendalls tau-b",
        "effect_cramers_v": "Cramérs V",
        "proven_title": "Hvad de trykte tal alene beviser",
        "proven_more": "Mindst så mange af de {base} chefer ønsker en større andel medarbejdere "
        "med profilen end i dag: {named}.",
        "proven_fewer": "Og mindst så mange ønsker en mindre andel: {named}.",
        "proven_how": "Det gælder, uanset hvem der svarede hvad.",
        "sensitivity_title": "Forskellen afhænger af, hvad »over 20 pct.« sættes til",
        "sensitivity_note": "Forskel mellem ideelt og i dag i alle 49 kommuners jobcentre, hvis "
        "svarene ikke hænger sammen med kommunen (modelleret).",
        "sensitivity_x": "»Over 20 pct.« sat til (pct.)",
        "sensitivity_y": "Medarbejdere",
        "sensitivity_alt": "{item}: fra {first} til {last} medarbejdere.",
        "gap_file_lead": "Et skøn: {genitive} {staff} medarbejdere ganget med gennemsnittet af "
        "svarene fra jobcentre af samme størrelse. Hvad {name} selv svarede, vises ikke.",
        "gap_own_lead": "Jeres egne svar, ganget med {staff} medarbejdere.",
        "size_heading": "Hvad beviser tallene om {band_plural} jobcentre?",
        "band_plural_small": "små",
        "band_plural_medium": "mellemstore",
        "band_plural_large": "store",
        "importance_heading": "Hvor vigtige er profilerne i dag?",
        "future_need_heading": "Hvad får jobcentrene mere brug for?",
        "current_share_heading": "Hvor mange medarbejdere matcher profilerne i dag?",
        "ideal_share_heading": "Hvor mange skulle matche dem ideelt?",
        "statements_heading": "Til drøftelse: jeres arbejde med kompetenceudvikling",
        "discuss_lead": "Cheferne har svaret for deres eget jobcenter. Hvor står {name} selv? Sæt "
        "jeres eget svar i sidste kolonne, og tal om forskellene.",
        "discuss_caption": "De {n} chefers svar og plads til jeres eget",
        "agree": "Enige",
        "disagree": "Uenige",
        "own_answer": "Jeres svar",
        "blank": "________",
        "discuss_note": "Enige: helt eller delvis enige; uenige: helt eller delvis uenige. Pct. "
        "(antal svar).",
        "own_heading": "Jeres egne noter",
        "about_heading": "Om tallene",
        "about": "Rapporten trykker hele procenter. De bestemmer entydigt antallet af svar, og "
        "det er antallet, figurerne viser. Figur 5 er trykt i procent af 54 svar, mens de andre "
        "figurer har 52; de to ekstra svar ligger uden for de viste bånd. Her er figur 5 regnet "
        "om til de 52 svar, så den kan sammenlignes med figur 4. Rapporten siger ikke, hvilket "
        "bånd en grænse hører til, fx præcis 10 pct., så båndene læses med begge endepunkter.",
        "about_source": "Kilde: KL, HK Kommunal og Dansk Socialrådgiverforening: *Fagligheder på "
        "beskæftigelsesområdet* (2017), kapitel 12 og 14. Regioner: Danmarks "
        "Statistik. »Beregnet« er tal, som de trykte procenter bestemmer; »afgrænset« er alt, "
        "hvad de tillader; »modelleret« er et skøn under en angivet antagelse; »observeret« er "
        "tal, som kommunen selv har oplyst.",
        "national_answers": "arbejdsmarkeds- og jobcenterchefer svarede",
        "national_kommuner": "kommuner deltog",
        "base_finding": "Figur {figure} er trykt i procent af {base} svar, hvoraf {listed} ligger "
        "i de viste bånd; de andre figurer har {listed}. De trykte procenter er derfor for lave "
        "ved siden af de andre figurers ({item}: {n} svar er trykt som {printed}, men er "
        "{rebased} af {listed}), så her er figuren regnet om.",
        "national_staff": "medarbejdere i de deltagende jobcentre",
        "national_managers": "chefer regnes i alt: én for hvert af landets 94 jobcentre, dog fire "
        "for København",
        "roles_caption": "Figur 1. De seks profilers fokus og rolle, i korte ord",
        "focus": "Fokus",
        "role": "Rolle",
        "roles_note": "Gengivet med egne ord. Kilde: {source}.",
        "kommuner_caption": "Kommunernes jobcentre: medarbejdere, størrelse og svar",
        "kommune": "Kommune",
        "staff": "Medarbejdere i jobcentret",
        "size": "Størrelse",
        "region_heading": "Region",
        "kommuner_note": "Små: under 80 medarbejdere; mellem: 80–129; store: 130 og derover.",
        "about_own_source": "Kilde til svarene: {source}. Regioner: Danmarks Statistik.",
        "about_answers": "Svarene er talt fra filen {source}. Hvert udsagn og hver profil har sit "
        "eget antal svar, fordi nogle kan have sprunget over.",
        "about_synthetic": "Svarene er opdigtede, til afprøvning. Kun fordelingen af svar på hvert "
        "spørgsmål er rapportens.",
    },
    "en": {
        "eyebrow": "Professional profiles in employment services · survey, spring 2017",
        "kommune_lead": "Six professional profiles for tomorrow's employment services: what {n} "
        "managers answered, and what it means for a job centre with {staff} staff.",
        "fact_staff": "staff in the job centre, according to the report",
        "fact_staff_observed": "staff in the job centre, according to the municipality",
        "band_small": "under {below} staff",
        "band_between": "{low}–{high} staff",
        "band_large": "{low} staff or more",
        "fact_band": "{band} · {number} of the {of} municipalities",
        "fact_rank": "no. {rank}",
        "fact_rank_words": "of {of} by staff{shared} · {region}",
        "fact_rank_outside": "would be its place among the {of}{shared} · {region}",
        "shared": ", tied with {n}",
        "shared_one": ", tied with one other",
        "region": "Region {region}",
        "fact_answers": "{n} answers",
        "fact_answers_in": "from {of} municipalities; {name} gave one of them",
        "fact_answers_four": "from {of} municipalities; {name} gave four of them",
        "fact_answers_out": "from {of} municipalities, but not {name}",
        "known_title": "What we know, and what we do not know",
        "known_in": "The report shows what the {n} managers answered together, and how many work "
        "in {genitive} job centre. It does **not** show what {name} answered. The figures show the "
        "answers of all {n} managers, not {genitive} own.",
        "known_four": "The report shows what the {n} managers answered together, and how many "
        "work in {genitive} job centre. Four of the answers are from {name}, but the report does "
        "**not** show which. The figures show the answers of all {n} managers, not {genitive} own.",
        "known_out": "{name} is not among the {of} municipalities that answered, and its number of "
        "staff was supplied for this report. The figures show what the {n} managers in the {of} "
        "municipalities answered together.",
        "known_file": "This page rests on {n} answers from {of} municipalities: {source}. Numbers "
        "that fewer than five managers stand behind are hidden: [c].",
        "known_own": " You have supplied {number} answers of your own; they are marked with ▼.",
        "known_own_one": " You have supplied one answer of your own; it is marked with ▼.",
        "known_none": " If you supply your own answers and numbers, the report can show them, too.",
        "meaning_heading": "What do the shares mean for you?",
        "meaning_fact": "staff are {percent}%",
        "meaning_fact_one": "member of staff is {percent}%",
        "meaning_caption": "Answers today → ideally, and what the shares amount to for {staff} "
        "staff",
        "meaning_now_ideal": "{now} → {ideal}",
        "meaning_under": "under {people}",
        "meaning_between": "{low}–{high}",
        "meaning_over": "over {people}",
        "meaning_note": "Under each share: how many of {genitive} {staff} staff it amounts to. In "
        "the cells: how many of the {n} answers, today → ideally. One person can match several "
        "profiles.",
        "meaning_one": "{count} of the {n} managers would ideally have more than 20% of the staff "
        "match the profile {profiles}; {now} say that this is so today. For you, 20% is {people} "
        "staff.",
        "meaning_several": "For each of the profiles {profiles}, {count} of the {n} managers would "
        "ideally have more than 20% of the staff match it; {now} respectively say that this is so "
        "today. For you, 20% is {people} staff.",
        "gap_heading": "How many staff does a job centre like {genitive} lack?",
        "gap_own_heading": "How many staff do you lack?",
        "gap_title": "Staff who match the profiles: today and ideally",
        "gap_kommune_title": "Staff out of {staff} who match the profiles: today and ideally",
        "gap_caption": "Staff who match the profiles",
        "gap_now": "Today",
        "gap_ideal": "Ideally",
        "gap_gap": "Gap",
        "gap_range": "The gap can be",
        "gap_column": "gap",
        "gap_axis": "Staff",
        "gap_how_bounded": "Dots: the mean, if answers were unrelated to the municipality "
        "(modelled). Faint band: where the ideal can lie relative to today; all that the "
        "printed numbers allow (bounded).",
        "gap_how_observed": "Diamonds: your own answers.",
        "gap_top": "“{answer}” is set to {per_cent}%, the other bands to their midpoints.",
        "gap_alt": "{item}: {now} today and {ideal} ideally, gap {gap} (between {gap_low} and "
        "{gap_high}).",
        "gap_alt_exact": "{item}: {now} today and {ideal} ideally, gap {gap}.",
        "gap_alt_none": "{item}: no answers fit the assumption.",
        "gap_alt_hidden": "{item}: hidden for confidentiality [c].",
        "gap_most": "The gap between ideally and today is largest for {most} ({most_gap}) and "
        "smallest for {least} ({least_gap}).",
        "gap_same": "The gap between ideally and today is {gap} for all profiles.",
        "gap_people": "{people} staff",
        "gap_lead": "An estimate: {genitive} {staff} staff multiplied by the mean for job centres "
        "of the same size. The bands show how far the printed numbers let the estimate move.",
        "crosstab_title": "“{answer}” in small, medium-sized and large job centres: {title}",
        "crosstab_caption": "Answers by the size of the job centre. {title}",
        "crosstab_corner": "Item and size",
        "crosstab_title_groups": "“{answer}” in each group: {title}",
        "crosstab_caption_groups": "Answers by group. {title}",
        "crosstab_corner_groups": "Item and group",
        "crosstab_axis": "Per cent of the group's answers",
        "crosstab_value": "{n} of {base}",
        "crosstab_value_bounded": "{n_low}–{n_high} of {base}",
        "crosstab_how_bounded": "Bands: all that the printed numbers allow, each by itself "
        "(bounded). Dot: the share if answers were unrelated to the group (modelled).",
        "crosstab_how": "Dot: the share. Band: 95% interval (Clopper–Pearson).",
        "crosstab_note_bounded": "Answers: the smallest and the largest number that the printed "
        "numbers allow. Each range holds by itself; ranges cannot be added.",
        "crosstab_note": "Per cent of the group's answers (number of answers). [c]: hidden for "
        "confidentiality.",
        "association_caption": "Are the answers related to the group?",
        "association_holm": "p (Holm)",
        "association_interval": "95% interval",
        "association_note": "Test: {tests}. Holm: adjusted for all {family} tests of this "
        "grouping.",
        "test_linear_by_linear_exact": "linear-by-linear, exact",
        "test_linear_by_linear_permutation": "linear-by-linear, by permutation",
        "test_fisher_freeman_halton": "Fisher–Freeman–Halton, by simulation",
        "effect_kendall_tau_b": "Kendall's tau-b",
        "effect_cramers_v": "Cramér's V",
        "proven_title": "What the printed numbers alone prove",
        "proven_more": "At least this many of the {base} managers want a larger share of staff "
        "with the profile than today: {named}.",
        "proven_fewer": "And at least this many want a smaller share: {named}.",
        "proven_how": "This holds whoever answered what.",
        "sensitivity_title": "The gap depends on what “over 20%” is set to",
        "sensitivity_note": "Gap between ideally and today in the job centres of all 49 "
        "municipalities, if answers were unrelated to the municipality (modelled).",
        "sensitivity_x": "“Over 20%” set to (per cent)",
        "sensitivity_y": "Staff",
        "sensitivity_alt": "{item}: from {first} to {last} staff.",
        "gap_file_lead": "An estimate: {genitive} {staff} staff multiplied by the mean of the "
        "answers from job centres of the same size. What {name} itself answered is not shown.",
        "gap_own_lead": "Your own answers, multiplied by {staff} staff.",
        "size_heading": "What do the numbers prove about {band_plural} job centres?",
        "band_plural_small": "small",
        "band_plural_medium": "medium-sized",
        "band_plural_large": "large",
        "importance_heading": "How important are the profiles today?",
        "future_need_heading": "What will the job centres need more of?",
        "current_share_heading": "How many of the staff match the profiles today?",
        "ideal_share_heading": "How many should ideally match them?",
        "statements_heading": "For discussion: your work on skills development",
        "discuss_lead": "The managers have answered for their own job centres. Where does {name} "
        "stand? Write your own answer in the last column, and discuss the differences.",
        "discuss_caption": "The {n} managers' answers, and room for your own",
        "agree": "Agree",
        "disagree": "Disagree",
        "own_answer": "Your answer",
        "blank": "________",
        "discuss_note": "Agree: fully or partly; disagree: fully or partly. Per cent (number of "
        "answers).",
        "own_heading": "Your own notes",
        "about_heading": "About the numbers",
        "about": "The report prints whole percentages. They determine the exact number of answers, "
        "which is what the figures show. Figure 5 is printed as percentages of 54 answers, the "
        "other figures of 52; the two extra answers lie outside the bands shown. Here figure 5 is "
        "re-based to the 52 answers, so that it can be compared with figure 4. The report does "
        "not say which band a limit belongs to, such as exactly 10%, so each band includes both "
        "of its limits.",
        "about_source": "Source: KL, HK Kommunal and Dansk Socialrådgiverforening: *Fagligheder "
        "på beskæftigelsesområdet* (2017), chapters 12 and 14. Regions: Statistics "
        "Denmark. “Recovered” numbers are determined by the printed percentages; “bounded” "
        "is all that they allow; “modelled” is an estimate under a stated assumption; “observed” "
        "numbers are supplied by the municipality itself.",
        "national_answers": "labour market and job centre managers answered",
        "national_kommuner": "municipalities took part",
        "base_finding": "Figure {figure} is printed as percentages of {base} answers, of which "
        "{listed} lie in the bands shown; the other figures have {listed}. The printed "
        "percentages are therefore too low beside those of the other figures ({item}: {n} answers "
        "are printed as {printed}, but are {rebased} of {listed}), so the figure is re-based here.",
        "national_staff": "staff in the participating job centres",
        "national_managers": "managers are counted in all: one for each of Denmark's 94 job "
        "centres, but four for København",
        "roles_caption": "Figure 1. Focus and role of the six profiles, in short",
        "focus": "Focus",
        "role": "Role",
        "roles_note": "In our own words. Source: {source}.",
        "kommuner_caption": "The municipalities' job centres: staff, size and answers",
        "kommune": "Municipality",
        "staff": "Staff in the job centre",
        "size": "Size",
        "region_heading": "Region",
        "kommuner_note": "Small: under 80 staff; medium: 80–129; large: 130 or more.",
        "about_own_source": "Source of the answers: {source}. Regions: Statistics Denmark.",
        "about_answers": "The answers are counted from the file {source}. Each statement and "
        "profile has its own number of answers, since some may have been skipped.",
        "about_synthetic": "The answers are made up, for trying things out. Only the distribution "
        "of answers to each question is the report's.",
    },
}
