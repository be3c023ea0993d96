"""`python -m brinkwatch`: the command line."""

from brinkwatch.cli import main

main()
