"""What a client has said, found again by meaning: its voice, its approved pieces, and the sources they came from."""
