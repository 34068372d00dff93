"""Which embedder and which store the settings ask for. Nothing is connected to or imported here."""

from app.settings import Settings
from app.vectors.embedded import Embedded
from app.vectors.embedder import BuiltIn, Embedder
from app.vectors.endpoint import Endpoint
from app.vectors.index import Vectors
from app.vectors.milvus import Milvus


def vectors_of(settings: Settings) -> Vectors:
    store = (
        Milvus(settings.vector_url, settings.vector_token)
        if settings.vector_url
        else Embedded(settings.data_dir.resolve())
    )
    return Vectors(embedder_of(settings), store)


def embedder_of(settings: Settings) -> Embedder:
    if not settings.embeddings_url:
        return BuiltIn()
    return Endpoint(settings.embeddings_url, settings.embeddings_model, settings.embeddings_key)
