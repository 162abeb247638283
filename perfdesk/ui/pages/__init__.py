"""One tab of the form: fields, sentences, lists, and what stands around an answer."""
