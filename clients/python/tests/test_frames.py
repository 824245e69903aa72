"""Tables as CSV: what each kind of table and value becomes."""

import csv
import datetime
import io
import unittest

from ranklab import RankLabError
from ranklab._results import Comparison
from ranklab._frames import columns_of, to_csv_bytes


class FakePandas:
    """What the client uses of a pandas frame."""

    columns = ["user", "video"]

    def itertuples(self, index, name):
        assert index is False and name is None
        return iter([("u1", "v1"), ("u2", float("nan"))])


class FakePolars:
    columns = ["user", "tags"]

    def iter_rows(self):
        return iter([("u1", ["a", "b"])])


def read(table):
    return list(csv.reader(io.StringIO(to_csv_bytes(table, "interactions").decode())))


class Conventions(unittest.TestCase):
    def test_differences_are_named_by_path(self):
        def saved(**conventions):
            return Comparison({"id": "1", "name": "run", "config": {}, "result": {"conventions": conventions or None}})

        first = saved(seed=1, metrics=[{"spec": "ndcg@10", "version": 1}])
        self.assertEqual(first.convention_differences(first), {})
        second = saved(seed=2, metrics=[{"spec": "ndcg@10", "version": 2}])
        self.assertEqual(first.convention_differences(second), {"seed": (1, 2), "metrics[0].version": (1, 2)})
        self.assertEqual(saved().convention_differences(saved(seed=1))["conventions"], ("not recorded", None))


class Frames(unittest.TestCase):
    def test_columns_rows_and_frames(self):
        self.assertEqual(read({"user": ["007"], "value": [1.5]}), [["user", "value"], ["007", "1.5"]])
        self.assertEqual(read([{"user": "a"}, {"user": "b", "kind": "like"}]), [["user", "kind"], ["a", ""], ["b", "like"]])
        self.assertEqual(read(FakePandas()), [["user", "video"], ["u1", "v1"], ["u2", ""]])
        self.assertEqual(read(FakePolars()), [["user", "tags"], ["u1", "a|b"]])

    def test_values(self):
        moment = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.timezone.utc)
        self.assertEqual(read({"a": [moment, None, 3.0, 'with "quotes", and commas']})[1:], [
            ["2024-05-01T12:00:00+00:00"], [""], ["3"], ['with "quotes", and commas']])

    def test_refusals_name_the_table(self):
        with self.assertRaises(RankLabError) as caught:
            to_csv_bytes({"a": [1], "b": [1, 2]}, "videos")
        self.assertIn("videos", str(caught.exception))
        with self.assertRaises(RankLabError) as caught:
            to_csv_bytes(42, "users")
        self.assertEqual(caught.exception.place, "users")

    def test_columns_keep_what_a_row_lacks(self):
        self.assertEqual(columns_of([{"a": 1}, {"b": 2}]), {"a": [1, None], "b": [None, 2]})


if __name__ == "__main__":
    unittest.main()
