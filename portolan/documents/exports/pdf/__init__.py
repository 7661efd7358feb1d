"""PDF of a document: Typst, tagged so that readers of screens can read it (PDF/UA-1)."""

from portolan.documents.exports.pdf.writing import PDF_LAYOUT, write_pdf

__all__ = ["PDF_LAYOUT", "write_pdf"]
