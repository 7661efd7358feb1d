from portolan.api.provenance import sources

collections = (sources.COLLECTION,)
