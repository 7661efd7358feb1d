from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portolan.documents"

    def ready(self) -> None:
        """Say in which scopes documents lie, what search finds of them, and how what happens to them is said."""
        self._join_scopes()
        self._join_documents()

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

    @staticmethod
    def _join_documents() -> None:
        from portolan.accounts.registry import register_personal_data, register_verbs
        from portolan.documents.domain import history, own_data, searchable

        register_verbs(history.VERBS)
        register_personal_data("documents", own_data.texts_as_data)
        history.join_notices()
        searchable.join_search()
