"""The questionnaire editor: what is asked, drafts of what will be asked, publishing and retiring."""
