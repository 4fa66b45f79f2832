"""Courses as text: from a folder's files to a frozen Course, its problems and its compiled pages.

Pure: knows no Flask, no database, no clock and no catalogue. What is wrong with a file is a
`Problem` (a code and values), worded at the edge; what a page needs in words is given to it.
"""
