from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portolan.accounts"

    def ready(self) -> None:
        """Say the verbs of accounts in the history."""
        from portolan.accounts.domain.accounts import VERBS
        from portolan.accounts.registry import register_verbs

        register_verbs(VERBS)
