"""From settings to a model. What is not configured is not there: no model, and nothing is sent anywhere."""

from app.llm.endpoint import Endpoint
from app.llm.model import EndpointModel
from app.llm.port import Price, WritingModel
from app.settings import Settings


def open_model(settings: Settings) -> WritingModel | None:
    """The model that the settings name, or None. It is not called here, nor are its libraries imported."""
    if not settings.model:
        return None
    kind, _, name = settings.model.partition(":")
    endpoint = Endpoint(
        kind,
        name,
        url=settings.model_url,
        key=settings.model_key,
        timeout_s=settings.model_timeout_s,
        max_tokens=settings.model_max_tokens,
    )
    price = None
    if settings.model_price_in is not None and settings.model_price_out is not None:
        price = Price(settings.model_price_in, settings.model_price_out)
    return EndpointModel(settings.model, endpoint, price, settings.model_concurrency, settings.model_pause_s)
