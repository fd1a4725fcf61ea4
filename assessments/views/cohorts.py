from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def cohort(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def trainee(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
