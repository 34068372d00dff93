"""Run by the pipeline bench in a new process: prints how many seconds imports and the first source take, as JSON."""

import asyncio
import time

import orjson


def main() -> None:
    from scripts.benches.transcript import transcript

    source = transcript()
    started = time.perf_counter()
    from scripts.benches.reading import read

    imported = time.perf_counter()
    asyncio.run(read(source))
    print(orjson.dumps({"imports": imported - started, "first": time.perf_counter() - imported}).decode())


if __name__ == "__main__":
    main()
