"""Comments as the desk reads them: the Front's queue, the batches it may publish, and what was published."""
