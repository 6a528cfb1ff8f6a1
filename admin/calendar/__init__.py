"""Work calendar at the desk: the year as twelve months, and the days entered by decision."""
