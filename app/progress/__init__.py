from app.progress.bus import Bus, Watch
from app.progress.memory import MemoryBus

__all__ = ["Bus", "MemoryBus", "Watch"]
