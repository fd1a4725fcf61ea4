from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def certificate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def revoke(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
