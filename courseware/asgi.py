"""The ASGI entry point, for hosts that want one; gunicorn over WSGI is what is tested."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")
application = get_asgi_application()

from courseware import runner  # noqa: E402  (needs the loaded apps)
from courseware.domain.demo import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
runner.start()
