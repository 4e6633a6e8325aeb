"""The tagger that ships: weights, tokenizer, decision. See README.md."""
