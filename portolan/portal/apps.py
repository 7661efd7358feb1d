from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portolan.portal"

    def ready(self) -> None:
        """Say where what texts link to has its page."""
        from portolan.portal.documents import addresses

        addresses.join()
