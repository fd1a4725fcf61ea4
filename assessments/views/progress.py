from django.http import HttpRequest, HttpResponse


def progress(request: HttpRequest, **kwargs: object) -> HttpResponse:
    raise NotImplementedError
