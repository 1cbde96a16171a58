"""Django settings. Everything that differs between instances comes from ``MILEPOST_*``."""

import secrets
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from milepost.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
MILEPOST_HOME = Path(env.text("MILEPOST_HOME", "var")).resolve()
MILEPOST_HOME.mkdir(parents=True, exist_ok=True)
MILEPOST_OBSERVATIONS = MILEPOST_HOME / "observations"
MILEPOST_UPLOADS = MILEPOST_HOME / "uploads"
MILEPOST_RELEASES = Path(env.text("MILEPOST_RELEASES", str(MILEPOST_HOME / "releases"))).resolve()
MILEPOST_ENGINE = env.text("MILEPOST_ENGINE", "duckdb")
MILEPOST_ENGINE_MEMORY = env.text("MILEPOST_ENGINE_MEMORY", "1GB")
MILEPOST_LARGE_FILE = int(float(env.text("MILEPOST_LARGE_FILE_MB", "100")) * 1e6)
MILEPOST_API_RATE = env.number("MILEPOST_API_RATE", 600)
MILEPOST_PROXIES = env.number("MILEPOST_PROXIES", 0, least=0)
MILEPOST_NAME = env.text("MILEPOST_NAME", "")
MILEPOST_CONTACT = env.text("MILEPOST_CONTACT", "")
MILEPOST_KEEP_MAIL_DAYS = env.days("MILEPOST_KEEP_MAIL_DAYS", 30)
MILEPOST_KEEP_INVITATIONS_DAYS = env.days("MILEPOST_KEEP_INVITATIONS_DAYS", 90)
MILEPOST_KEEP_SIGN_INS_DAYS = env.days("MILEPOST_KEEP_SIGN_INS_DAYS", 90)

DEBUG = env.flag("MILEPOST_DEBUG", default=False)
ALLOWED_HOSTS = env.words("MILEPOST_HOSTS", "127.0.0.1,localhost,[::1]")
_SCHEME = "https" if env.flag("MILEPOST_HTTPS", default=False) else "http"
MILEPOST_ADDRESS = env.text(
    "MILEPOST_ADDRESS", f"{_SCHEME}://{next(iter(ALLOWED_HOSTS), 'localhost')}"
)
CSRF_TRUSTED_ORIGINS = env.words("MILEPOST_TRUSTED_ORIGINS", "")


def _secret_key() -> str:
    """Return the key from the environment, or one made once and kept in the home folder."""
    given = env.text("MILEPOST_SECRET_KEY", "")
    if given:
        return given
    kept = MILEPOST_HOME / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
        kept.chmod(0o600)
    return kept.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()

INSTALLED_APPS = [
    "milepost.web",
    "milepost.api",
    "milepost.publishing",
    "milepost.reviews",
    "milepost.intake",
    "milepost.evidence",
    "milepost.frameworks",
    "milepost.indicators",
    "milepost.accounts",
    "milepost.places",
    "milepost.audit",
    "milepost.kernel",
    "rules.apps.AutodiscoverRulesConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "milepost.api.edge.ApiEdge",
    "milepost.web.page_cache.PageCache",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "milepost.web.middleware.ErrorPages",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "milepost.web.errors.csrf_failed"
ROOT_URLCONF = "milepost.config.urls"
WSGI_APPLICATION = "milepost.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["milepost.web.templatetags.keeping"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("MILEPOST_DATABASE_URL", f"sqlite:///{MILEPOST_HOME / 'milepost.sqlite3'}"),
        conn_max_age=60,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# People join by invitation and sign in by address; a second factor or a passkey is theirs to add.
ACCOUNT_ADAPTER = "milepost.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Failed sign-ins are counted in the database, over all processes (below).
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = MILEPOST_NAME or "Milepost"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.flag("MILEPOST_DEBUG", default=False)
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "milepost.accounts.adapter.name_of_attempt"
AXES_LOCKOUT_CALLABLE = "milepost.web.errors.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

EMAIL_BACKEND = "milepost.accounts.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = env.text("MILEPOST_MAIL_FROM", "milepost@localhost")
MILEPOST_MAIL_URL = env.text("MILEPOST_MAIL_URL", "")

CACHES = {
    # Rate limits hold over all processes of the instance.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(MILEPOST_HOME / "cache"),
    },
    "rates": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(MILEPOST_HOME / "cache" / "rates"),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("zh", _("Chinese")),
]
# Addresses, text maps and catalogues say "zh"; Django knows simplified Chinese as "zh-hans" only.
LANG_INFO["zh"] = LANG_INFO["zh-hans"] | {"code": "zh"}
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = "milepost.config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86400

FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("MILEPOST_HTTPS", default=False)
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("MILEPOST_LOG_LEVEL", "WARNING")},
}
