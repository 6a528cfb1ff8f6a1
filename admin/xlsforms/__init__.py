"""XLSForms at the desk: a form of Kobo or ODK becomes a draft, and any questionnaire can be taken along as one."""
