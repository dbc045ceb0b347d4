"""How far, how deep and how lastingly does a school reform spread?

    import uptake

    base = uptake.scenario("committed")
    results = uptake.what_if(base, events=["month 14: superintendent disengages to 0.1"], replications=200)
    print(results)

`run`, `compare`, `what_if`, `sizes` and `sweep` give `Results`: Arrow tables, figures and a report. The same scenario and seed give
the same numbers as the program `uptake`, to the last bit. Whatever is wrong raises `UptakeError`, which holds every problem with its
place and its remedy.
"""

from ._claims import Claims, claims, claims_list
from ._errors import Problem, UptakeError, UptakeWarning
from ._merge import merge
from ._native import VERSION as __version__
from ._results import Figure, Results, Shard, open
from ._run import compare, decide, run, sizes, sweep, what_if
from ._scenario import Scenario, from_toml, parameters, scenario, scenarios
from ._story import Story, explain
from ._studies import Finding, discover, sensitivity, signs

__all__ = [
    "Claims",
    "Figure",
    "Finding",
    "Problem",
    "Results",
    "Scenario",
    "Shard",
    "Story",
    "UptakeError",
    "UptakeWarning",
    "__version__",
    "claims",
    "claims_list",
    "compare",
    "decide",
    "discover",
    "explain",
    "from_toml",
    "merge",
    "open",
    "parameters",
    "run",
    "scenario",
    "scenarios",
    "sensitivity",
    "signs",
    "sizes",
    "sweep",
    "what_if",
]
