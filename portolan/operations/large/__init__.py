"""The large network of the budgets: invented, built deterministically from a seed, in an installation of its own.

Its rows belong to a record of their own that is not the demonstration's, since counts, figures and pages leave that
one out, and it is just these that are to be measured. Every name is a phantom island's.
"""
