"""From an uploaded file or a web address to the clean text of a source.

Modules here are imported by name: the child process that reads a PDF must not pay for HTTP or HTML libraries.
"""
