"""Making the tagger: needs torch, which is no dependency of the bot. See README.md."""
