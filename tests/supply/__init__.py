"""What chipwire is built on: the lock, its hashes and its licences."""
