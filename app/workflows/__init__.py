from app.workflows.engine import Concurrency, Engine, gathered, step, workflow

__all__ = ["Concurrency", "Engine", "gathered", "step", "workflow"]
