"""tools/bench.py prints one JSON document with every measure. Its figures are not judged here: others share the machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.benchmarks.years import bench_years

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_a_small_bench_prints_every_measure_as_one_document(demo_store: Path) -> None:
    command = [sys.executable, "tools/bench.py", "--quick", "--demo", str(demo_store)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() == {"machine", "pages", "map", "intake", "publish", "effect"}
    generated = found["pages"].pop("generated")
    assert generated == {"areas": 200, "indicators": 25, "periods": 4, "figures": 20_000}
    assert found["pages"].keys() == {"empty", "dashboard.py", *(f"pages/{one.name}" for one in (ROOT / "pages").glob("*.py"))}
    assert found["pages"].pop("empty")["processor"] > 0
    for page in found["pages"].values():
        assert all(page[name] > 0 for name in ("seconds", "processor", "ratio", "generated_processor", "generated_to_demo"))
    assert 0 < found["map"]["bytes_geojson"] <= 100_000
    assert 0 < found["map"]["bytes_socket"] < found["map"]["bytes_geojson"] * 10
    intake = found["intake"]
    assert intake["rows"] == 2_000
    assert intake["seconds"].keys() == {"read", "check", "compare", "doubts", "commit", "deliver"}
    assert intake["rows_per_second"] > 0
    assert 0 < intake["ratio_to_duckdb"] < intake["ratio_to_duckdb_with_doubts"]
    assert 0 < intake["ordinary_preview_seconds"] < 30
    assert intake["peak_megabytes"] > 0
    # The rows that were delivered and the sums that were made of them.
    assert found["publish"]["observations"] >= intake["rows"]
    effect = found["effect"]
    assert effect["page_seconds"] > 0
    assert effect["page_seconds_two_areas"] > 0
    assert effect["diff_diff_ratio"] > 1
    assert effect["diff_diff_processor_ratio"] > 1
    assert 0 < effect["page_processor"] < effect["page_processor_two_areas"]


@pytest.mark.slow
def test_a_store_of_some_years_is_measured_with_what_each_act_takes(tmp_path: Path) -> None:
    found = bench_years(tmp_path, 4)
    assert found["deliveries"] == 4
    assert found["delivery_seconds"]["first"] > 0
    assert found["bytes"]["uploads"] > 0
    assert found["verify"]["seconds"] > 0
    assert found["restore"]["seconds"] > 0
