from django.http import HttpRequest, HttpResponse


def people(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def invite(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def new_link(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def revoke_link(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError


def revoke_invitation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
