"""Evaluation of answers: formulas, generated sentences, labels, explanations."""
