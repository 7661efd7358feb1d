from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "portolan.documents"

    def ready(self) -> None:
        """Say in which scopes documents lie, what search finds of them, and how what happens to them is said."""
        self._join_scopes()
        self._join_documents()
        self._join_signing()

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
        register_personal_data("texts", own_data.texts_as_data)
        register_personal_data("drafts", own_data.drafts_as_data)
        history.join_notices()
        searchable.join_search()

    @staticmethod
    def _join_signing() -> None:
        """What follows a saved text, how signing and remarks are said, and what the clock and an erasure do."""
        from portolan.accounts.registry import register_personal_data, register_verbs
        from portolan.documents import models, tasks
        from portolan.documents.domain import chain, passages, personal, words
        from portolan.documents.registry import register_after_change, register_after_revision
        from portolan.messages.registry import register_periodic
        from portolan.network.registry import register_erasure, register_exported

        register_after_revision(passages.follow)
        register_after_revision(chain.after_revision)
        register_after_change(chain.text_changed)
        register_verbs(words.SIGNING_VERBS)
        words.join_kinds()
        register_personal_data("remarks", personal.remarks_as_data)
        register_personal_data("sign-offs", personal.signoffs_as_data)
        register_erasure(personal.erase)
        register_exported(models.Remark, "guest__person")
        register_periodic("documents-chains", 3600, tasks.keep_chains)
        register_periodic("documents-reminders", 21600, tasks.remind)
        register_periodic("documents-files", 600, tasks.make_missing_files)
