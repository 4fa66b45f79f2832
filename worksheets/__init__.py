"""The worksheets that go with the courses: each is written once, in French and in English, and becomes files.

`python3 -m worksheets` writes them into the `media` folders of their courses.
"""
