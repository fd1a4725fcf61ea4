from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def dossier(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def certify(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def defer(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def policies(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def people(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def change_roles(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def audit_log(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
