"""Our own columns: what a questionnaire of ours says and XLSForm has no word for. Other programs leave them alone."""

#: Every heading of ours begins so.
PREFIX = "langnghe"

# Columns of `survey`.
CODE = "langnghe::code"
KIND = "langnghe::kind"
SCOPE = "langnghe::scope"
SCORED = "langnghe::scored"
FACTOR = "langnghe::factor"
# Columns of `settings`.
FORM_CODE = "langnghe::code"
TITLE_EN = "langnghe::title::en"
METHOD = "langnghe::method"
LEAD = "langnghe::lead"
POLES_SHOWN = "langnghe::poles"
SOURCE = "langnghe::source"

# Lists of `choices`: the five levels, without and with «does not apply», and the factors in their order.
LEVELS_LIST = "langnghe_levels"
LEVELS_AND_NONE_LIST = "langnghe_levels_0"
FACTORS_LIST = "langnghe_factors"

YES, NO = "yes", "no"
