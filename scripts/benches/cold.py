"""Run by the pipeline bench in a new process: prints what imports and a short first source take, in seconds."""

import asyncio
import time

import orjson

# Words: few enough to take no time, enough for every part of the analysis to be needed.
SHORT = 1500


def main() -> None:
    from scripts.benches.transcript import transcript

    source = transcript(SHORT)
    started = time.perf_counter()
    from scripts.benches.reading import read

    imported = time.perf_counter()
    asyncio.run(read(source))
    print(orjson.dumps({"imports": imported - started, "first": time.perf_counter() - imported}).decode())


if __name__ == "__main__":
    main()
