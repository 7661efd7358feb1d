"""The settings: safe defaults, everything that differs between installations from the environment.

`docs/deploy.md` lists the variables. The same settings serve `make run`, production and, through
`portolan.config.testing`, the tests.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portolan.config import environment as env
from portolan.config.logs import LOGGING as LOGGING

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir(PACKAGE.parent)

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR)
BASE_URL = env.text("BASE_URL", "http://localhost:8000")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# How many proxies of ours stand before us: the reader's address is that many steps from the right of X-Forwarded-For.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
VERSION = "0.1.0"
# In demonstration mode no mail leaves, and accounts with known passwords work on loopback only.
DEMONSTRATION = env.flag("PORTOLAN_DEMONSTRATION")

# --- applications -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # Ours first: where a library has a page or a word of the same name, ours stands.
    "portolan.kernel",
    "portolan.accounts",
    "portolan.provenance",
    "portolan.vocabulary",
    "portolan.messages",
    "portolan.search",
    "portolan.network",
    "portolan.documents",
    "portolan.meetings",
    "portolan.dialogue",
    "portolan.results",
    "portolan.exchange",
    "portolan.ui",
    "portolan.portal",
    "portolan.desk",
    "portolan.api",
    "portolan.operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "anymail",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "portolan.config.middleware.request_id",
    "portolan.config.middleware.faults",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portolan.config.middleware.reader",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portolan.config.mfa.SecondFactor",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]

ROOT_URLCONF = "portolan.config.urls"
WSGI_APPLICATION = "portolan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portolan.config.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHE_URL = env.text("CACHE_URL")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portolan_cache"}
    )
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

S3_BUCKET = env.text("S3_BUCKET")
STORAGES = {
    "default": (
        {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": S3_BUCKET,
                "endpoint_url": env.text("S3_ENDPOINT") or None,
                "access_key": env.text("S3_ACCESS_KEY") or None,
                "secret_key": env.text("S3_SECRET_KEY") or None,
                "querystring_auth": True,
                "default_acl": None,
                "file_overwrite": False,
            },
        }
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Pages for readers without a session are stored here, by path, language and generation; shared by processes.
PAGE_STORE = Path(env.text("PAGE_STORE") or DATA_DIR / "pages")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- languages ----------------------------------------------------------------------------------------------------

LANGUAGES = [("fr", _("French")), ("en", _("English")), ("ar", _("Arabic"))]
LANGUAGE_CODE = "fr"
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- who may come in ----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "portolan.config.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "portolan.config.adapter.SocialAccountAdapter"
MFA_ADAPTER = "portolan.config.adapter.MFAAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
# By address of the reader only. The adapter counts failed sign-ins itself, by address and by address with account:
# a limit by account alone would let anyone lock its owner out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip", "reset_password": "20/m/ip", "confirm_email": "1/3m/key"}
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_FORMS = {
    "login": "portolan.desk.accounts.forms.SignInForm",
    "signup": "portolan.desk.accounts.forms.OpenAccountForm",
    "change_password": "portolan.desk.accounts.forms.ChangeForm",
    "set_password": "portolan.desk.accounts.forms.ChooseForm",
    "reset_password": "portolan.desk.accounts.forms.AskResetForm",
    "reset_password_from_key": "portolan.desk.accounts.forms.ResetForm",
    "change_email": "portolan.desk.accounts.forms.ChangeAddressForm",
    "reauthenticate": "portolan.desk.accounts.forms.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Portolan"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "portolan.desk.accounts.forms.CodeForm",
    "activate_totp": "portolan.desk.accounts.forms.ActivateTotpForm",
    "add_webauthn": "portolan.desk.accounts.forms.AddPasskeyForm",
    "login_webauthn": "portolan.desk.accounts.forms.SignInPasskeyForm",
    "authenticate_webauthn": "portolan.desk.accounts.forms.SecondPasskeyForm",
    "reauthenticate_webauthn": "portolan.desk.accounts.forms.AgainPasskeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://localhost")
OIDC_URL = env.text("OIDC_URL")
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": (
            [
                {
                    "provider_id": "oidc",
                    "name": env.text("OIDC_NAME", "OpenID Connect"),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.text("OIDC_SECRET"),
                    "settings": {"server_url": OIDC_URL},
                }
            ]
            if OIDC_URL
            else []
        )
    }
}

# --- mail ---------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portolan@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if DEMONSTRATION:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- the browser's side of safety -----------------------------------------------------------------------------------

HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and not env.flag("NO_SSL_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "session"
# In a signed cookie of their own, so that reading them does not open the session of a public page.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portolan.config.faults.forbidden"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = []
