"""Lists that the recognizers read; README.md beside this file is their data card."""
