"""Django settings. Everything an installation may choose comes from the environment, by few names."""

from __future__ import annotations

import os
from pathlib import Path

from wellkept.installation import environment, postgres

PACKAGE = Path(__file__).resolve().parent
DATA = environment.data_folder()
FILES = DATA / "files"
# Every link in a mail begins with this, whatever name a request asked for.
PUBLIC_URL = environment.public_url() or f"http://localhost:{environment.port()}"
PUBLIC_URL_IS_MISSING = environment.public_url() is None
_HTTPS = PUBLIC_URL.startswith("https://")

SECRET_KEY = environment.secret_key(DATA)
# For working on it: templates, style and script are read again each time.
DEBUG = bool(os.environ.get("WELLKEPT_DEBUG"))
# Only the names that were given, and this machine's own.
ALLOWED_HOSTS = environment.names()
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "procrastinate.contrib.django",
    # Our rooms, from the ground up; before allauth, because its pages use our templates.
    "wellkept.ui",
    "wellkept.events",
    "wellkept.idempotency",
    "wellkept.files",
    "wellkept.people",
    "wellkept.references",
    "wellkept.entities",
    "wellkept.quality",
    "wellkept.blueprints",
    "wellkept.customers",
    "wellkept.solutions",
    "wellkept.notices",
    "wellkept.journeys",
    "wellkept.promises",
    "wellkept.voice",
    "wellkept.sales",
    "wellkept.orders",
    "wellkept.delivery",
    "wellkept.visits",
    "wellkept.billing",
    "wellkept.messages",
    "wellkept.mailboxes",
    "wellkept.intake",
    "wellkept.duplicates",
    "wellkept.find",
    "wellkept.imports",
    "wellkept.exports",
    "wellkept.api",
    "wellkept.portal",
    "wellkept.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.forms",
]

_EMBEDDED = postgres.address(DATA / "postgres")
DATABASES: dict[str, dict[str, object]] = {
    "default": environment.database(environment.database_url() or _EMBEDDED)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts of tries at signing in are shared by all processes.
CACHES = {"default": {"BACKEND": "wellkept.server.shared_cache.SharedCache", "LOCATION": "shared_cache"}}

MIDDLEWARE = [
    "wellkept.server.guard.SecurityHeaders",
    "wellkept.server.guard.PublicLinks",
    "wellkept.server.known_device.KnownDevice",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Nothing is reachable without sign-in, except what says so itself with @login_not_required.
    "wellkept.web.access.SignInFirst",
    "wellkept.web.access.signed_in_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wellkept.server.second_factors.second_factors_on_record",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "wellkept.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "wellkept.ui.templatetags.ui",
                "wellkept.ui.templatetags.filters",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wellkept.web.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Signing in: by mail address; nobody can sign up without being added.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wellkept.server.signin.StaffOnly"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "wellkept.people.reset_links.ResetLinks"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given to staff by the company
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes us write to strangers
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords. The pauses grow: after 5 a minute, after 10 a quarter of an hour, then hours, then a day.
    "login": "",  # right ones are not counted
    "login_failed": "10/m/ip,100/h/ip,5/m/key,10/15m/key,20/3h/key,40/d/key",
    "login_failed_known": "5/m/key,10/15m/key,20/3h/key,40/d/key",
    # Requests are counted by address alone, so that a stranger shuts no colleague out. Letters are counted by account.
    "reset_password": "20/m/ip,100/h/ip",
    "reset_letters": "3/h/key,10/d/key",
    "reset_letters_known": "5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "signup": "5/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Wellkept"
# Browsers allow passkeys on localhost without https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

SESSION_ENGINE = "wellkept.server.sessions"
SESSION_COOKIE_NAME = "wellkept_session"
SESSION_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_NAME = "wellkept_csrf"
CSRF_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _HTTPS:
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365

# How many of our own proxies stand before us; the server reads from them who the client is (REMOTE_ADDR).
PROXIES = environment.proxies()

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
UPLOAD_LIMIT = int(os.environ.get("WELLKEPT_UPLOAD_LIMIT") or 50 * 1024 * 1024)

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# The modes that Django would give explicitly; the rest is the umask (installation/permissions.py).
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "wellkept_language"
# Our words come before those of a library: sentences of the sign-in library and of Django's forms are kept by hand.
LOCALE_PATHS = [
    PACKAGE / "ui" / "sign_in_words",
    PACKAGE / "ui" / "form_words",
    PACKAGE / "locale",
    *sorted(PACKAGE.glob("*/locale")),
]

MAIL_ACCOUNT = environment.mail_account()
# Without an account notices wait; with WELLKEPT_MAILBOX they go to a mailbox that the staff can read (the demo's).
MAILBOX = bool(os.environ.get("WELLKEPT_MAILBOX"))
# Whether the mail server delivers office+anything@... to office@...: answers then carry the number in the address.
MAIL_PLUS = bool(os.environ.get("WELLKEPT_MAIL_PLUS"))
DEFAULT_FROM_EMAIL = os.environ.get("WELLKEPT_MAIL_FROM") or "wellkept@localhost"
if MAIL_ACCOUNT is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = MAIL_ACCOUNT.host
    EMAIL_PORT = MAIL_ACCOUNT.port
    EMAIL_HOST_USER = MAIL_ACCOUNT.user
    EMAIL_HOST_PASSWORD = MAIL_ACCOUNT.password
    EMAIL_USE_SSL = MAIL_ACCOUNT.tls
    EMAIL_USE_TLS = MAIL_ACCOUNT.starttls
    EMAIL_TIMEOUT = 30
else:
    # Nobody to hand mail to: what the sign-in pages would send stands in a folder, never in the log.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["wellkept.jobs"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "wellkept.server.guard.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    # Addresses of personal links and of password resets are secrets; they must not stand in the log.
    # While the database is away or the disk is full, there is one line about it and no traceback for each request.
    "filters": {
        "outages": {"()": "wellkept.server.failures.OutagesInOneLine"},
        "secrets": {"()": "wellkept.server.guard.WithoutSecrets"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["outages", "secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "wellkept": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
