"""The WSGI door through which every server reaches Coopsite."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coopsite.settings")

application = get_wsgi_application()
gc.set_threshold(*settings.COLLECTOR)
