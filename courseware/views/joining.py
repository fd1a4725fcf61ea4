from django.http import HttpRequest, HttpResponse


def join(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def invitation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def consent(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
