"""`python -m fbm` is `fbm`."""

from fbm.app.cli.main import run

if __name__ == "__main__":
    run()
