from portolan.api.documents import editions

collections = (editions.COLLECTION,)
