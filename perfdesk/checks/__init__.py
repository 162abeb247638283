"""What is wrong: answers worked out, rules applied, findings told in the clerk's words."""
