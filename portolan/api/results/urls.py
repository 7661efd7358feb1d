from portolan.api.results import counts, figures

collections = (figures.COLLECTION, counts.COLLECTION)
