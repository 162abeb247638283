"""What tests share: builders, readers, and programs that misbehave on purpose."""
