"""Stage B: the fold, in a restricted Python that runs interpreted and compiled as it stands.

Plain functions over `NamedTuple`s of integer columns: no decorator, class with behaviour, dict, set,
string, float, exception, recursion or allocation. `FUNCTIONS` lists them all, so that a compiler can
rebind them in a copied namespace.
"""

from projections.kernel import calendar, candidates, cycles, evaluate, govern, options, prepare, reasons, shapes, sweep
from projections.kernel.shapes import Facts, Question, Rules, State, Trace
from projections.kernel.sweep import fold

MODULES = (calendar, govern, candidates, prepare, reasons, options, cycles, evaluate, sweep)
FUNCTIONS = {
    name: function
    for module in MODULES
    for name, function in vars(module).items()
    if callable(function) and getattr(function, "__module__", "") == module.__name__
}

__all__ = ["FUNCTIONS", "Facts", "Question", "Rules", "State", "Trace", "fold", "shapes"]
