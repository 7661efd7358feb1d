"""Word files of documents: written so that they can be read back, and read whoever wrote them."""
