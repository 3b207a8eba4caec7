"""Made-up answers that reproduce every printed percentage, for trying things out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.counts import counts_by_answer
from analysis.survey.answers.made_up import basis_column
from analysis.survey.checks import InputError
from analysis.survey.published import read_published
from analysis.survey.survey import Survey
from analysis.words import text


def synthesize(seed: int, association: float = 0.0) -> Survey:
    """Make up 52 managers' answers with exactly the report's distributions.

    Parameters
    ----------
    seed : int
        From 0; the same seed gives the same answers.
    association : float, default 0.0
        How strongly the answers follow the job centre's staff, and thereby each other. 0: every
        item is dealt out at random. 1: as strongly as the distributions allow; in every item the
        largest job centres hold the first answers.

    Returns
    -------
    Survey
        Basis ``synthetic``. One answer from each of the 48 kommuner, and four from København.
        All 146 printed percentages come out again. Figure 5's are taken of 54 answers, of which
        52 are on the scale; 52 managers can hold those 52 alone, so ``unplaced`` holds the other
        two of each item: they are in its base. A column ``basis`` says that they are made up, and
        names those two, so that both are still known when the answers are saved and read again.

    Raises
    ------
    InputError
        The seed or the association is out of range.

    Notes
    -----
    Each item's answers are dealt out by rank: first answers go to the highest of
    a·s + √(1 − a²)·e, where s is the normal score of the staff, e standard normal noise and
    a the association. The margins are therefore exact whatever the association.

    Examples
    --------
    >>> survey = synthesize(seed=1, association=0.5)
    >>> counts = counts_by_answer(survey).set_index(["question", "item", "answer"])
    >>> counts.loc[("ideal_share", "virksomheder", "over_20"), ["n", "base"]].tolist()
    [40, 54]
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"seed: fandt {seed!r}, forventede et helt tal fra 0. Vælg fx seed=1.")
    if not 0 <= association <= 1:
        raise InputError(
            f"association: fandt {association!r}, forventede et tal fra 0 (ingen sammenhæng) til "
            "1 (den stærkeste, fordelingerne tillader). Vælg fx association=0.5."
        )
    from scipy.stats import norm, rankdata

    rng = np.random.default_rng(seed)
    report = read_published()
    kommune = report.kommuner.index.repeat(report.kommuner["answers"]).to_numpy()
    staff = report.kommuner["staff"].loc[kommune].to_numpy()
    score = norm.ppf((rankdata(staff) - 0.5) / len(staff))
    columns: dict[str, object] = {"kommune": kommune}
    unplaced = {}
    counts = counts_by_answer(report)
    for (question, item), own in counts.groupby(["question", "item"], sort=False):
        noise = rng.standard_normal(len(staff))
        latent = association * score + np.sqrt(1 - association**2) * noise
        order = np.lexsort((noise, -latent))  # noise alone decides between equal job centres
        codes = np.empty(len(staff), dtype=np.int8)
        codes[order] = np.repeat(np.arange(len(own)), own["n"])
        dtype = pd.CategoricalDtype(own["answer"].tolist(), ordered=True)
        name = report.codebook.question(str(question)).column(str(item))
        columns[name] = pd.Categorical.from_codes(codes, dtype=dtype)
        missing = int(own["base"].iloc[0] - own["listed"].iloc[0])
        if missing:
            unplaced[name] = missing
    columns["basis"] = basis_column(unplaced, len(staff))
    strength = f"{association:.2f}"
    sources = {
        lang: text("synthetic.source", lang, seed=seed, association=written)
        for lang, written in (("da", strength.replace(".", ",")), ("en", strength))
    }
    ideal = counts[counts["base"] > counts["listed"]].iloc[0]
    figure = report.codebook.question(ideal["question"]).figure
    bases = {"base": ideal["base"], "listed": ideal["listed"]}
    return Survey(
        codebook=report.codebook,
        kommuner=report.kommuner,
        basis="synthetic",
        source=sources["da"],
        source_en=sources["en"],
        answers=pd.DataFrame(columns),
        unplaced=unplaced,
        notes=(
            text("synthetic.made_up", "da"),
            text("synthetic.outside", "da", figure=figure, **bases),
        ),
    )
