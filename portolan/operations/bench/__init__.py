"""The budgets of the design, measured: each part on an installation of its own, in processes of its own."""
