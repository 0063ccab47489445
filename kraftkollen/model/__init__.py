"""The things that Kraftkollen speaks of, typed and frozen. Beyond the YAML it loads it knows no file, database or screen."""
