"""The samples of tone come from the client's own database, the newest first and no more than are learned from."""

import tenancy
from app.brand import service as brand
from app.brand.models import TrainingSample
from app.generation import judging
from app.resources import Resources


async def test_the_newest_hundred_samples_of_the_client_are_its_voice(resources: Resources, client_id: str) -> None:
    async with tenancy.bind(client_id):
        await TrainingSample.bulk_create([TrainingSample(text=f"Sample {at}.") for at in range(brand.MAX_SAMPLES + 5)])

        samples = (await judging.voice()).samples

    assert list(samples) == [f"Sample {at}." for at in range(104, 4, -1)]
