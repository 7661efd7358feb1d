from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "portolan.desk"

    def ready(self) -> None:
        """Say how tasks and notices read, and where they lead."""
        from portolan.desk import kinds
        from portolan.desk.documents import addresses

        kinds.join()
        addresses.join()
