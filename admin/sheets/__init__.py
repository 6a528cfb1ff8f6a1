"""The office as a spreadsheet: template, example and present state to download; a file to look through and apply."""
