"""What is handed out as a file: typed values in, bytes out; nothing is looked up, nothing is decided."""
