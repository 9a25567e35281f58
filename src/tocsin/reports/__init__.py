"""Files and folders → reports."""
