from .catalogue.catalogue import read_catalogue as read_catalogue
from .catalogue.matching import match_offers as match_offers
from .catalogue.search import search_offers as search_offers
from .competence.checker import verify_plan as verify_plan
from .competence.plan import training_plan as training_plan
from .competence.situation import competence_situation as competence_situation
from .competence.workbook import read_centre as read_centre
from .display.figures.comparison import draw_comparison as draw_comparison
from .display.figures.contributors import draw_contributors as draw_contributors
from .display.figures.crosstab import draw_crosstab as draw_crosstab
from .display.figures.group_comparison import draw_group as draw_group
from .display.figures.large_shares import draw_large_shares as draw_large_shares
from .display.figures.likert import draw_likert as draw_likert
from .display.figures.reforms import draw_reforms as draw_reforms
from .display.figures.sensitivity import draw_sensitivity as draw_sensitivity
from .display.figures.summary import draw_summary as draw_summary
from .display.figures.theme_file import use_theme as use_theme
from .display.figures.wave_change import draw_change as draw_change
from .display.figures.workforce import draw_gap as draw_gap
from .display.pages.centre import centre_page as centre_page
from .display.pages.codebook import codebook_page as codebook_page
from .display.pages.group import group_page as group_page
from .display.pages.kommune import kommune_page as kommune_page
from .display.pages.national import national_page as national_page
from .display.pages.survey import survey_page as survey_page
from .display.tables.catalogue import format_estimates as format_estimates
from .display.tables.catalogue import format_events as format_events
from .display.tables.catalogue import format_offers as format_offers
from .display.tables.catalogue import format_reform_tasks as format_reform_tasks
from .display.tables.catalogue import list_matches as list_matches
from .display.tables.claims import format_claims as format_claims
from .display.tables.codebook import format_codebook as format_codebook
from .display.tables.crosstab import format_association as format_association
from .display.tables.crosstab import format_crosstab as format_crosstab
from .display.tables.likert import format_likert as format_likert
from .display.tables.missing import format_missing as format_missing
from .display.tables.profiles import format_profiles as format_profiles
from .display.tables.statements import list_statements as list_statements
from .display.tables.summary import format_summary as format_summary
from .display.tables.wave_change import format_change as format_change
from .display.tables.workforce import format_gap as format_gap
from .measures.agreement import agreement_with_report as agreement_with_report
from .measures.association import association as association
from .measures.bounds import identified_set as identified_set
from .measures.claims import check_claims as check_claims
from .measures.codebook_items import codebook_items as codebook_items
from .measures.comparison import compared_answers as compared_answers
from .measures.crosstab import crosstab as crosstab
from .measures.disclosure import protect as protect
from .measures.group_comparison import compare_group as compare_group
from .measures.intervals import share_interval as share_interval
from .measures.large_shares import large_shares as large_shares
from .measures.merging import merge_answers as merge_answers
from .measures.missing import missing_summary as missing_summary
from .measures.open_answers import open_answers as open_answers
from .measures.printed_change import printed_change as printed_change
from .measures.profiles import profile_table as profile_table
from .measures.recovery import infer_base as infer_base
from .measures.recovery import recover_counts as recover_counts
from .measures.response import response_status as response_status
from .measures.sample_size import plan_sample as plan_sample
from .measures.scales.means import mean_scores as mean_scores
from .measures.scales.reliability import scale_reliability as scale_reliability
from .measures.shares import likert_summary as likert_summary
from .measures.shares import likert_table as likert_table
from .measures.sources import read_survey as read_survey
from .measures.synthetic import synthesize as synthesize
from .measures.wave_changes import unit_changes as unit_changes
from .measures.wave_changes import wave_changes as wave_changes
from .measures.waves import compare_waves as compare_waves
from .measures.weighting.calibration import calibrate as calibrate
from .measures.wishes import wishes as wishes
from .measures.workforce import gap_sensitivity as gap_sensitivity
from .measures.workforce import workforce_gap as workforce_gap
from .survey.answers.own import own_from_answers as own_from_answers
from .survey.answers.own import read_own as read_own
from .survey.answers.reader import read_answers as read_answers
from .survey.checks import InputError as InputError
from .survey.codebook import read_codebook as read_codebook
from .survey.kommuner import find_kommune as find_kommune
from .survey.published import read_published as read_published

__all__ = [
    "InputError",
    "agreement_with_report",
    "association",
    "calibrate",
    "centre_page",
    "check_claims",
    "codebook_items",
    "codebook_page",
    "compare_group",
    "compare_waves",
    "compared_answers",
    "competence_situation",
    "crosstab",
    "draw_change",
    "draw_comparison",
    "draw_contributors",
    "draw_crosstab",
    "draw_gap",
    "draw_group",
    "draw_large_shares",
    "draw_likert",
    "draw_reforms",
    "draw_sensitivity",
    "draw_summary",
    "find_kommune",
    "format_association",
    "format_change",
    "format_claims",
    "format_codebook",
    "format_crosstab",
    "format_estimates",
    "format_events",
    "format_gap",
    "format_likert",
    "format_missing",
    "format_offers",
    "format_profiles",
    "format_reform_tasks",
    "format_summary",
    "gap_sensitivity",
    "group_page",
    "identified_set",
    "infer_base",
    "kommune_page",
    "large_shares",
    "likert_summary",
    "likert_table",
    "list_matches",
    "list_statements",
    "match_offers",
    "mean_scores",
    "merge_answers",
    "missing_summary",
    "national_page",
    "open_answers",
    "own_from_answers",
    "plan_sample",
    "printed_change",
    "profile_table",
    "protect",
    "read_answers",
    "read_catalogue",
    "read_centre",
    "read_codebook",
    "read_own",
    "read_published",
    "read_survey",
    "recover_counts",
    "response_status",
    "scale_reliability",
    "search_offers",
    "share_interval",
    "survey_page",
    "synthesize",
    "training_plan",
    "unit_changes",
    "use_theme",
    "verify_plan",
    "wave_changes",
    "wishes",
    "workforce_gap",
]
