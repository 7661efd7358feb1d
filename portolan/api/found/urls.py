from portolan.api.found.views import router

__all__ = ["router"]
