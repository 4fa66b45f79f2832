"""The parts of a course from their texts: lessons, quizzes, project, glossary, and the course itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from lms.courseware.checks.course_rules import check_lesson_length
from lms.courseware.checks.figures import check_figures
from lms.courseware.checks.parity import compare_glossaries
from lms.courseware.checks.quizzes import settings_of
from lms.courseware.model import (
    Certificate,
    Completion,
    Course,
    CourseText,
    Lesson,
    LessonText,
    Media,
    Module,
    ModuleText,
    Project,
    ProjectText,
    Quiz,
    QuizText,
    Term,
)
from lms.courseware.parsing.bodies import Body
from lms.courseware.parsing.glossary import Glossary, read_glossary
from lms.courseware.parsing.heads import (
    CertificateHead,
    CourseHead,
    CourseTextHead,
    LessonHead,
    ModuleHead,
    ProjectHead,
    QuizHead,
)
from lms.courseware.parsing.inline import Link
from lms.courseware.parsing.options import digest_of
from lms.courseware.parsing.structure import Role, Structure, Unit
from lms.courseware.parsing.text import decode, split_head
from lms.courseware.parsing.units import Reading, Text, effective, read_unit
from lms.courseware.problems import Place
from lms.courseware.source import Files


def module_texts(texts: dict[str, Text[ModuleHead]]) -> dict[str, ModuleText]:
    """A module's words in each language."""
    return {
        language: ModuleText(text.path, text.head.title, text.head.summary, text.head.objectives)
        for language, text in texts.items()
    }


def read_lesson(reading: Reading, unit: Unit) -> Lesson:
    """A lesson in its languages; what stands in the original only is shared by all."""
    texts = read_unit(reading, unit, LessonHead)
    audio = str(effective(texts, "audio")).removeprefix("media/")
    for text in texts.values():
        _link_media(reading, text, "audio", (str(effective(texts, "audio")),))
        _link_media(reading, text, "downloads", text.head.downloads)
    lesson = Lesson(
        unit.key,
        effective(texts, "minutes"),
        {
            language: LessonText(
                text.path,
                text.head.title,
                text.head.summary,
                text.head.objectives,
                audio,
                {name.removeprefix("media/"): label for name, label in text.head.downloads.items()},
                text.body.segments,
                text.source.body_line,
                text.body.words,
            )
            for language, text in texts.items()
        },
    )
    check_lesson_length(lesson, texts)
    for text in texts.values():
        check_figures(text.source.body, text.source.body_line, text.place)
    return lesson


def _link_media(reading: Reading, text: Text[LessonHead], field: str, names: Iterable[str]) -> None:
    """The media files that a head names are used by its text, as those that its body names."""
    for name in filter(None, names):
        own_name = name.removeprefix("media/")
        if not name.startswith("media/") and field in text.head.model_fields_set:
            text.place.error(text.line(field), "head-names-no-media", name=name)
        if name.startswith("media/") or f"media/{name}" in reading.files.contents:
            link = Link(text.line(field), f"media/{own_name}", "", is_recording=field == "audio")
            text.body.links.append((link, field))


def quiz_of(key: str, texts: dict[str, Text[QuizHead]]) -> Quiz:
    """A quiz from its texts; its settings are those of its own head until `settled` knows the other quizzes."""
    return Quiz(
        key,
        settings_of(key, {key: next(iter(texts.values())).head}),
        {
            language: QuizText(text.path, text.head.title, text.body.segments, text.source.body_line)
            for language, text in texts.items()
        },
    )


def settled(
    modules: Iterable[Module], exam: Quiz | None, heads: Mapping[str, QuizHead]
) -> tuple[tuple[Module, ...], Quiz | None]:
    """The modules and the exam with each quiz's settings, among them what a quiz that measures takes over."""

    def whole(quiz: Quiz) -> Quiz:
        return replace(quiz, settings=settings_of(quiz.key, heads))

    return (
        tuple(
            replace(module, items=tuple(whole(item) if isinstance(item, Quiz) else item for item in module.items))
            for module in modules
        ),
        whole(exam) if exam else None,
    )


def read_exam(reading: Reading, structure: Structure, quiz_texts: dict[str, dict[str, Text[QuizHead]]]) -> Quiz | None:
    """The exam, if there is one; its texts are added to `quiz_texts`."""
    unit = structure.find(Role.EXAM)
    if unit is None:
        return None
    quiz_texts[unit.key] = read_unit(reading, unit, QuizHead)
    return quiz_of(unit.key, quiz_texts[unit.key]) if quiz_texts[unit.key] else None


def read_project(reading: Reading, structure: Structure) -> Project | None:
    """The project, if there is one."""
    unit = structure.find(Role.PROJECT)
    if unit is None:
        return None
    texts = read_unit(reading, unit, ProjectHead)
    for text in texts.values():
        if len(text.body.segments) != 1 or [question.key for question in text.body.questions] != ["project"]:
            text.place.error(text.source.body_line, "project-is-one-question")
    return Project(
        unit.key,
        {
            language: ProjectText(text.path, text.head.title, text.body.segments, text.source.body_line)
            for language, text in texts.items()
        },
    )


def read_glossaries(reading: Reading, structure: Structure) -> dict[str, Glossary]:
    """The glossary in each language; no head, but one written by habit is told to go."""
    unit = structure.find(Role.GLOSSARY)
    glossaries: dict[str, Glossary] = {}
    if unit is None:
        return glossaries
    for language in reading.languages:
        path = unit.paths.get(language)
        if path is None:
            reading.report.error(unit.path(language), 1, "missing-file")
            continue
        place = Place(path, reading.report)
        source = split_head(decode(reading.files.contents[path], place), place)
        if source.has_head:
            place.error(1, "head-not-here")
        glossaries[language] = read_glossary(source.body, source.body_line, place)
        body = Body(path, language, links=[(link, "") for link in glossaries[language].links])
        reading.bodies.append(body)
        first = next(iter(glossaries.values()))
        if first is not glossaries[language]:
            reading.originals[path] = first.path
            compare_glossaries(first, glossaries[language], place)
    for language, path in unit.paths.items():
        if language not in reading.languages:
            reading.report.error(path, 1, "undeclared-language", language=language)
    return glossaries


def assemble(
    files: Files,
    structure: Structure,
    head: CourseHead,
    texts: dict[str, Text[CourseTextHead]],
    modules: tuple[Module, ...],
    exam: Quiz | None,
    project: Project | None,
    glossaries: dict[str, Glossary],
    reading: Reading,
) -> Course:
    """The course from its parts."""
    first = next(iter(glossaries.values()), None)
    terms = tuple(
        Term(key, {language: g.terms[key] for language, g in glossaries.items() if key in g.terms})
        for key in (first.terms if first else ())
    )
    media = {
        name: Media(name, digest_of(files.contents[f"media/{name}"]), len(files.contents[f"media/{name}"]))
        for name in structure.media
    }
    return Course(
        files.slug,
        head.languages,
        head.institution,
        head.level,
        head.licence,
        head.authors,
        head.source,
        head.topics,
        head.access,
        head.opens,
        head.closes,
        head.prerequisites.required,
        head.prerequisites.advised,
        Completion(
            head.completion.lessons,
            head.completion.quizzes,
            head.completion.exam or ("pass" if exam else "none"),
            head.completion.project,
        ),
        _certificate(head.certificate),
        modules,
        exam,
        project,
        terms,
        media,
        {
            language: CourseText(
                text.path,
                text.head.title,
                text.head.summary,
                getattr(text.head, "audience", ""),
                getattr(text.head, "objectives", ()),
                "\n".join(text.source.body).strip("\n"),
                text.source.body_line,
            )
            for language, text in texts.items()
        },
        dict(reading.stale),
    )


def _certificate(head: CertificateHead | None) -> Certificate | None:
    return Certificate(Fraction(head.hours), head.valid_months) if head else None
