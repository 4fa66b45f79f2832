"""The pages about questions: which are worth a look, and what learners answer to each."""

from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from lms.assessment.queries import Answer, grade
from lms.publishing.queries import outlines
from lms.reporting import queries
from lms.reporting.actions import question_table
from lms.reporting.queries.questions import CourseTaken, QuestionLook, QuizLook, course_taken, looks
from lms.reporting.queries.takings import SAMPLE
from lms.reporting.views.blueprint import bp, reason
from lms.web.access import ADMINISTRATOR, access
from lms.web.locale import current_language, speaking

QUIZZES_LISTED = 8  # to know what is worth a look, the answers to all of them are read
QUESTIONS_LISTED = 40
FLAGGED_LISTED = 15


@bp.get("/administration/statistics/questions")
@access(ADMINISTRATOR)
def question_courses() -> ResponseReturnValue:
    """Choose the course whose questions are to be looked at."""
    return render_template("reporting/question_courses.html", courses=outlines(current_language(), with_retired=True))


@bp.get("/administration/statistics/questions/<slug>")
@access(ADMINISTRATOR)
def course_quizzes(slug: str) -> ResponseReturnValue:
    """The quizzes of a course, each with how many of its questions are worth a look."""
    course = _course(slug)
    page, shown, pages = _page(course.quizzes, QUIZZES_LISTED)
    found = looks(course, [item.key for item in shown], current_language(), with_times=False)
    return render_template(
        "reporting/course_quizzes.html",
        course=course,
        looks=list(found.values()),
        page=page,
        pages=pages,
        sample=SAMPLE,
        measures=[one for one in found.values() if one.quiz.settings.measures_before is not None],
    )


@bp.get("/administration/statistics/questions/<slug>/<key>")
@access(ADMINISTRATOR)
def quiz_questions(slug: str, key: str) -> ResponseReturnValue:
    """The questions of a quiz with their figures."""
    course, look = _quiz(slug, key)
    page, shown, pages = _page(look.questions, QUESTIONS_LISTED)
    return render_template(
        "reporting/quiz_questions.html",
        course=course,
        look=look,
        shown=shown,
        page=page,
        pages=pages,
        sample=SAMPLE,
        most=FLAGGED_LISTED,
        flag_names=queries.FLAGS,
        definitions=queries.OF_QUESTIONS,
    )


@bp.get("/administration/statistics/questions/<slug>/<key>/questions.csv")
@access(ADMINISTRATOR)
def quiz_file(slug: str, key: str) -> ResponseReturnValue:
    """The same as a file, every question in it."""
    _, look = _quiz(slug, key)
    content = question_table.file_of(look, "," if request.args.get("delimiter") == "," else ";", _told)
    headers = {
        "Content-Disposition": f"attachment; filename=palabre-{slug}-{key}.csv",
        "Cache-Control": "private, no-store",
    }
    return Response(content, mimetype="text/csv; charset=utf-8", headers=headers)


@bp.get("/administration/statistics/questions/<slug>/<key>/<question>")
@access(ADMINISTRATOR)
def one_question(slug: str, key: str, question: str) -> ResponseReturnValue:
    """One question as it is asked, and what was answered, by thirds of takers and by language."""
    course, look = _quiz(slug, key)
    found = look.question(question) or abort(404)
    columns = _columns(found)
    return render_template(
        "reporting/one_question.html",
        course=course,
        look=look,
        found=found,
        flag_names=queries.FLAGS,
        columns=columns,
        tables=queries.answers(found.question, [item for _, item in columns]),
        number_of=queries.number_of,
        entry_kinds={"right": queries.RIGHT, "other": queries.OTHER, "number": queries.NUMBER},
        texts=[(language, _asked(look, question, language)) for language in look.languages],
        definitions=queries.OF_QUESTIONS,
    )


def _course(slug: str) -> CourseTaken:
    return course_taken(slug, current_language()) or abort(404)


def _quiz(slug: str, key: str) -> tuple[CourseTaken, QuizLook]:
    course = _course(slug)
    if key not in {item.key for item in course.quizzes}:
        abort(404)
    return course, looks(course, [key], current_language())[key]


def _columns(found: QuestionLook) -> list[tuple[str, queries.Item]]:
    """Whom the answers are counted of: everybody, thirds, languages."""
    analysis = found.analysis
    columns = [(gettext("All"), analysis.whole)]
    if analysis.by_thirds is not None:
        names = (gettext("Weakest third"), gettext("Middle"), gettext("Best third"))
        columns += [(name, item) for name, item in zip(names, analysis.by_thirds, strict=True) if item.takers]
    if len(analysis.by_language) > 1:
        names_of = {"fr": gettext("In French"), "en": gettext("In English")}
        columns += [(names_of[language], item) for language, item in analysis.by_language.items()]
    return columns


def _asked(look: QuizLook, key: str, language: str) -> str:
    """A question as learners are asked it in a language, right answers marked; all words in that language."""
    question = look.in_language(key, language) or abort(404)
    answer = Answer()  # without one, a verdict says what is right
    with speaking(language):
        return render_template(
            "reporting/question_asked.html", question=question, answer=answer, verdict=grade(question, answer)
        )


def _told(one: QuestionLook) -> str:
    return " ".join(reason(flag) for flag in one.flags)


def _page(every: Any, most: int) -> tuple[int, Any, int]:
    """The page that the address asks for, what stands on it, and how many there are."""
    pages = max(1, -(-len(every) // most))
    text = request.args.get("page", "1")
    page = min(max(int(text), 1), pages) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return page, every[(page - 1) * most : page * most], pages
