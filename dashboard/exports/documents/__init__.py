"""The reports that leave as files, one or two modules each: content from the store, and paper."""
