import os
from pathlib import Path

import pytest

from index.bundled_model import ensure_bundled_model

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """A cache with the bundled model in it, kept between runs: unpacking takes seconds."""
    cache = Path(os.environ.get("BELAGG_TEST_CACHE") or ROOT / ".cache" / "belagg-test")
    ensure_bundled_model(cache)
    return cache
