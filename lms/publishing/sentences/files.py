"""What is wrong with files, folders and media."""

from lms.errors import N_

SENTENCES = {
    "missing-file": N_("this file is missing; write it"),
    "stray-file": N_("nothing uses this file; remove it, or give it a name that the course format knows"),
    "unknown-file-meant": N_("this name means nothing here; did you mean %(meant)s?"),
    "text-without-language": N_("the name lacks its language; let it end in .fr.md or .en.md"),
    "undeclared-language": N_(
        "the course is not in this language; add “%(language)s” to languages in course.yml, or remove the file"
    ),
    "symbolic-link": N_("a link to another file is not allowed; put the file itself here"),
    "file-name": N_("the name holds characters that cannot be shown; rename the file with letters, digits and -"),
    "line-too-long": N_("the line has more than %(limit)s characters; break it into paragraphs"),
    "text-too-long": N_("the text has more than %(limit)s characters; make several lessons of it"),
    "file-too-large": N_("the file has %(size)s bytes and may have %(limit)s; make it smaller, or split it"),
    "file-unreadable": N_("the file cannot be read; check its permissions"),
    "course-too-large": N_(
        "the course is too large from here on; it may have %(limit)s bytes and %(files)s files: remove what it does "
        "not need, and make recordings and documents smaller"
    ),
    "course-too-costly": N_(
        "the check was given up after %(seconds)s s; divide the course, or look for a file that is not what it seems"
    ),
    "too-many-problems": N_("there are more than %(limit)s problems in this file; mend these and check again"),
    "not-utf8": N_("the text is not in UTF-8; save the file again with that encoding"),
    "forbidden-character": N_("a character that is no text stands here: %(code)s %(name)s; delete it"),
    "module-without-number": N_("the folder “%(folder)s” has no order number; rename it, as in 01-%(folder)s"),
    "module-without-lessons": N_("the module “%(folder)s” has no lesson; write one, as in 01-first.fr.md"),
    "module-twice": N_("two modules have the key “%(key)s”, the other is %(other)s; rename one of the folders"),
    "lesson-without-number": N_("the lesson has no order number; rename the file, as in 01-first.fr.md"),
    "number-twice": N_("the number %(number)s is taken by %(other)s; give one of the two another number"),
    "pair-named-differently": N_(
        "the other language calls this file %(other)s; give both the same name up to the language"
    ),
    "bad-key": N_(
        "“%(key)s” cannot be a key; use small letters a to z, digits and hyphens, a letter or digit at both ends, "
        "60 characters at most"
    ),
    "key-twice": N_("the key “%(key)s” is taken at %(other)s:%(line)s; give one of the two another key"),
    "no-modules": N_("the course has no module; make a folder such as 01-first with a lesson in it"),
    # Media
    "media-name": N_("“%(name)s” is no name for a medium; use small letters a to z, digits, . _ and -, and no folder"),
    "media-type": N_("“%(name)s” is of a type that is not served; use one of %(allowed)s"),
    "media-missing": N_("%(name)s is not there; add the file, or correct its name"),
    "media-missing-meant": N_("%(name)s is not there; did you mean %(meant)s?"),
    "media-missing-in-language": N_("%(name)s is not there, though the other language has its own; add it"),
    "media-names-language": N_("%(name)s names the file of one language; write %(plain)s, each language finds its own"),
    "media-both": N_("%(name)s and %(plain)s are both there; keep the one without a language, or one for each"),
    "media-undeclared-language": N_(
        "the name holds the language “%(language)s”, in which the course is not; rename the file, or add the language "
        "to course.yml"
    ),
    "media-unused": N_("no page uses this file; remove it, or use it"),
    "media-empty": N_("%(name)s is empty; replace it"),
    "media-not-what-it-says": N_("%(name)s is not of the type %(type)s; save it again in that format, or rename it"),
    "picture-heavy": N_(
        "%(name)s weighs %(size)s KB, and phones pay for each; make it smaller: 200 KB or less, webp or svg"
    ),
}
