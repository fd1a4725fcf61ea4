"""/operations/bank/reviews/: which keys are looked at and why, deciding without seeing the other, settling."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import review_queue, reviews
from assessments.domain.review_queue import Show
from assessments.forms_reviews import DecisionForm, OpenReviewForm
from assessments.models import Review
from courseware.curriculum import Guideline
from courseware.domain.corrections import Superseded
from courseware.key_words import in_words
from courseware.models import Item, User
from courseware.roles import operations_only

PAGE_SIZE = 25
SUGGESTED = "suggested"
TEXT_NAMES = {
    "text": "Text",
    "source": "Source",
    "claim": "Claim",
    "prompt": "Prompt",
    "response_a": "Response A",
    "response_b": "Response B",
}
WORDS = {
    Show.OPEN: ("Open", "Each waits for two decisions, made by two people without seeing each other’s."),
    Show.DISAGREED: ("To be settled", "Two people decided differently. Both decisions are open; somebody settles it."),
    Show.CLOSED: ("Closed", "What came of each, latest first."),
}
SAID = {
    Review.State.OPEN: "Your decision is stored. A second person decides next, without seeing it.",
    Review.State.DISAGREED: "Your decision is stored. The other one differs: both are open now, to be settled.",
    Review.State.UPHELD: "The review is closed: the key stands.",
    Review.State.CHANGED: "The review is closed: the item has a new version.",
}


@operations_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """?show=open|disagreed|closed|suggested; ?item=<bank>/<slug> fills in the form that opens a review."""
    wanted = request.GET.get("show", "")
    if wanted == SUGGESTED:
        return _suggested(request)
    show = Show(wanted) if wanted in set(Show) else Show.OPEN
    item = request.GET.get("item", "")
    return _queue(request, show, OpenReviewForm(initial={"item": item} if item else None))


@operations_only
@require_POST
def open_review(request: HttpRequest) -> HttpResponse:
    form = OpenReviewForm(request.POST)
    if not form.is_valid():
        return _queue(request, Show.OPEN, form)
    bank, slug = form.cleaned_data["item"]
    item = Item.objects.filter(bank=bank, slug=slug).first()
    if item is None:
        form.add_error("item", "No bank has an item of this name.")
        return _queue(request, Show.OPEN, form)
    review = reviews.open_by_hand(item, cast(User, request.user), now=timezone.now())
    return redirect("bank_review", review.public_id)


@operations_only
@require_safe
@never_cache
def review(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    return _show(request, _review(review_id))


@operations_only
@require_POST
def decide(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """One decision: the first, the second, or the one that settles; `action=close` where there is none to take."""
    found, user = _review(review_id), cast(User, request.user)
    if reviews.has_stake(found, user):
        raise PermissionDenied
    try:
        if request.POST.get("action") == "close":
            reviews.close_corrected(review_id, user, now=timezone.now())
            messages.success(request, "Closed. The item was corrected in the bank.")
            return redirect("bank_review", review_id)
        form = _form(found, reviews.guideline_of(found.item_version), request.POST)
        if not form.is_valid():
            return _show(request, found, form)
        _take(request, found, form, user)
    except reviews.NotDecidable as error:
        messages.error(request, str(error))
    except Superseded:
        messages.error(request, "The item was corrected by somebody a moment ago. Nothing was stored; look again.")
    return redirect("bank_review", review_id)


def _take(request: HttpRequest, found: Review, form: DecisionForm, user: User) -> None:
    decision = reviews.Decision(form.key, form.cleaned_data["ambiguity"], form.cleaned_data["reason"])
    act = reviews.settle if found.state == Review.State.DISAGREED else reviews.adjudicate
    after = act(found.public_id, user, decision, now=timezone.now())
    messages.success(request, SAID[Review.State(after.state)])


def _queue(request: HttpRequest, show: Show, form: OpenReviewForm) -> HttpResponse:
    found = review_queue.queue(show, cast(User, request.user))
    counts = review_queue.counts()
    context: dict[str, Any] = {
        "show": show,
        "filters": [(each, WORDS[each][0], counts[each]) for each in Show],
        "explanation": WORDS[show][1],
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "needed": reviews.DECISIONS_NEEDED,
        "form": form,
    }
    return render(request, "assessments/bank/reviews.html", context)


def _suggested(request: HttpRequest) -> HttpResponse:
    counts = review_queue.counts()
    context: dict[str, Any] = {
        "show": SUGGESTED,
        "filters": [(each, WORDS[each][0], counts[each]) for each in Show],
        "explanation": "At least half of the able trainees who answered these differ from the key.",
        "page": Paginator(review_queue.suggestions(), PAGE_SIZE).get_page(request.GET.get("page")),
        "form": OpenReviewForm(),
    }
    return render(request, "assessments/bank/reviews.html", context)


def _show(request: HttpRequest, found: Review, form: DecisionForm | None = None) -> HttpResponse:
    seen = review_queue.seen_by(found, cast(User, request.user))
    problem = ""
    try:
        guideline = reviews.guideline_of(found.item_version)
        form = form or (_form(found, guideline) if seen.may_decide or seen.may_settle else None)
    except reviews.NotDecidable as error:
        guideline, form, problem = None, None, str(error)
    version = found.item_version
    context: dict[str, Any] = {
        "review": found,
        "item": found.item,
        "version": version,
        "guideline": guideline,
        "texts": [(TEXT_NAMES.get(name, name), text) for name, text in version.body.items()],
        "key": in_words(version.key, guideline, version.body) if seen.shows_key else None,
        "own": in_words(seen.own.key, guideline, version.body) if seen.own else None,
        "decisions": [(each, in_words(each.key, guideline, version.body)) for each in seen.decisions],
        "seen": seen,
        "form": form,
        "problem": problem,
        "needed": reviews.DECISIONS_NEEDED,
    }
    return render(request, "assessments/bank/review.html", context)


def _form(found: Review, guideline: Guideline, data: Any = None) -> DecisionForm:
    return DecisionForm(data, guideline=guideline, body=found.item_version.body)


def _review(review_id: uuid.UUID) -> Review:
    found = (
        Review.objects.select_related("item", "item_version__item", "new_version", "settled_by")
        .filter(public_id=review_id)
        .first()
    )
    if found is None:
        raise Http404("No such review.")
    return found
