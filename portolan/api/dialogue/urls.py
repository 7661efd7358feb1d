from portolan.api.dialogue import events

collections = (events.COLLECTION,)
