"""The bench: measures rows of the speed table as ratios against a bare-Flask ceiling served in the same run."""
