from django.http import HttpRequest, HttpResponse


def issuer(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def keys(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def key(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def achievement(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def credential(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
