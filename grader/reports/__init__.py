"""A run, shown: results.json, gradebook.csv, pages for students and class, tables in the terminal.

Import what is needed from its own module: a student's check prints one of these, and must not wait for the others.
"""
