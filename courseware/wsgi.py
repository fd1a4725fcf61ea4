"""The WSGI entry point. It also starts the in-process job runner where there is no Redis."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "courseware.settings")
application = get_wsgi_application()

from courseware import runner  # noqa: E402  (needs the loaded apps)
from courseware.domain.demo import refuse_demo_accounts  # noqa: E402

refuse_demo_accounts()
runner.start()
