"""`python -m ldnbot` is the command `ldnbot`."""

from ldnbot.surfaces.terminal.main import run

if __name__ == "__main__":
    run()
