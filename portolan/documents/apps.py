from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portolan.documents"

    def ready(self) -> None:
        """Say in which scopes documents lie."""
        self._join_scopes()

    @staticmethod
    def _join_scopes() -> None:
        from portolan.accounts.registry import register_place
        from portolan.documents import models
        from portolan.documents.rules import places

        register_place(models.Document, places.place_of_document)
        register_place(models.Section, places.place_of_section)
        for in_section in (models.Revision, models.SectionText, models.Remark):
            register_place(in_section, places.place_in_section)
        for part in (models.Step, models.Edition, models.EditionFile, models.Guest):
            register_place(part, places.place_of_part)
        register_place(models.SignOff, places.place_of_signoff)
