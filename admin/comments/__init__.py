"""Comments of the survey at the desk: the Front's queue, batches to publish, and what was published."""
