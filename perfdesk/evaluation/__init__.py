"""Answers worked out: formulas, generated sentences, labels, explanations."""
