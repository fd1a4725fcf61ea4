from django.http import HttpRequest, HttpResponse


def results(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
