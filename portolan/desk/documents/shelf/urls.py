from django.urls import path

from portolan.desk.documents.shelf import chain, files, hands, listing, moves, page, sections

urlpatterns = [
    path("documents/", listing.documents, name="documents"),
    path("documents/new/", listing.new, name="document-new"),
    path("documents/languages/", listing.matrix_page, name="documents-matrix"),
    path("documents/<slug:slug>/", page.document, name="document"),
    path("documents/<slug:slug>/edit/", page.edit, name="document-edit"),
    path("documents/<slug:slug>/people/", hands.hands, name="document-hands"),
    path("documents/<slug:slug>/people/<int:user>/<slug:role>/end/", hands.end, name="document-hand-end"),
    path("documents/<slug:slug>/chain/", chain.chain, name="document-chain"),
    path("documents/<slug:slug>/sections/", sections.sections, name="document-sections"),
    path("documents/<slug:slug>/sections/<slug:key>/up/", sections.up, name="document-section-up"),
    path("documents/<slug:slug>/sections/<slug:key>/remove/", sections.remove, name="document-section-remove"),
    path("documents/<slug:slug>/hand-in/", moves.hand_in, name="document-hand-in"),
    path("documents/<slug:slug>/send-back/", moves.back, name="document-send-back"),
    path("documents/<slug:slug>/publish/", moves.publish_edition, name="document-publish"),
    path("documents/<slug:slug>/change/", moves.change, name="document-change"),
    path("documents/<slug:slug>/editions/<int:number>/withdraw/", moves.withdraw_edition, name="edition-withdraw"),
    path("documents/<slug:slug>/files/<slug:language>.<slug:ending>", files.work_file, name="document-file"),
    path("documents/<slug:slug>/files/<slug:language>.<slug:ending>/ask/", files.ask, name="document-file-ask"),
]
