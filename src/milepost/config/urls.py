"""All addresses of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milepost.web.urls")),
    path("", include("milepost.publishing.sdmx_urls")),
    path("api/v1/", include("milepost.api.urls")),
    *i18n_patterns(
        path("work/", include("milepost.web.work_urls")),
        path("work/", include("milepost.accounts.urls")),
        path("work/", include("milepost.frameworks.urls")),
        path("work/", include("milepost.indicators.urls")),
        path("work/", include("milepost.intake.urls")),
        path("work/", include("milepost.evidence.urls")),
        path("work/", include("milepost.reviews.urls")),
        path("", include("milepost.publishing.urls")),
    ),
]

handler400 = "milepost.web.errors.bad_request"
handler403 = "milepost.web.errors.forbidden"
handler404 = "milepost.web.errors.not_found"
handler500 = "milepost.web.errors.server_error"
