from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "portolan.operations"

    def ready(self) -> None:
        """Housekeeping joins the worker's clock."""
        from portolan.messages.registry import register_periodic
        from portolan.operations import tasks

        register_periodic("sweep-pages", 600, tasks.sweep_pages)
        register_periodic("keep-erasures", 60, tasks.keep_erasures)
        register_periodic("sweep-imports", 86400, tasks.sweep_imports)
        register_periodic("forget-finished-tasks", 86400, tasks.forget_finished_tasks)
