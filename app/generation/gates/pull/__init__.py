"""How strongly a line pulls, by numbers fitted on public data (`scripts/fit`): the measure behind gates G2 and G7."""
