"""XLSForm: a form written for Kobo or ODK becomes a draft of ours, and a draft becomes such a form.

Plain rows in, plain rows out; files are read by `core/services/xlsforms.py` and written by
`core/reports/xlsform_file.py`. What is understood and what is not stands in `docs/xlsform.md`.
"""
