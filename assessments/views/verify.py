from django.http import HttpRequest, HttpResponse


def search(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def certificate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
