"""Pictures drawn for pieces: thumbnails, quote cards and carousel slides."""
