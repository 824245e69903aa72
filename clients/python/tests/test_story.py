"""The complete workflow against a service that this test starts (RANKLAB_COMMAND names the program)."""

import os
import tempfile
import unittest
import xml.etree.ElementTree

import ranklab


def log():
    """120 users who each watch 8 of 40 videos, preferring those with small numbers."""
    rows = []
    for user in range(120):
        for step in range(8):
            video = (user * 7 + step * step * 3) % (20 if step < 5 else 40)
            rows.append({"user": f"u{user:03}", "video": f"v{video:02}", "timestamp": 1_700_000_000 + (step * 120 + user) * 3600})
    return rows


class Story(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.lab = ranklab.open_workspace(os.path.join(cls.folder.name, "ws"))
        cls.lab.progress = None

    @classmethod
    def tearDownClass(cls):
        cls.lab.close()
        cls.folder.cleanup()

    def test_1_import_build_compare(self):
        states = []
        self.lab.progress = states.append
        videos = {"video": [f"v{n:02}" for n in range(40)], "title": [f"Cooking part {n}" for n in range(40)]}
        report = self.lab.import_frames(interactions=log(), videos=videos)
        self.assertTrue(report["changed"])
        self.assertEqual((report["users"], report["videos"]), (120, 40))
        self.assertEqual(states[-1]["status"], "succeeded")
        self.lab.progress = None
        self.assertEqual(self.lab.summary()["users"], 120)
        self.lab.build(factors={"factorCount": 4})
        run = self.lab.compare([ranklab.baseline("popular"), ranklab.baseline("item-knn")], ["ndcg@5", "recall@5"], name="From the story")
        rows = run.rows()
        self.assertEqual(len(rows), 4)
        self.assertEqual([row["verdict"] for row in rows[:2]], ["baseline", "baseline"])
        self.assertTrue(all(row["low"] <= row["difference"] <= row["high"] for row in rows[2:]))
        self.assertEqual(run.value("popular", "ndcg@5"), rows[0]["value"])
        self.assertIn("summary.csv", run.files())
        xml.etree.ElementTree.fromstring(run.forest())
        self.assertIn("<table>", run._repr_html_())
        self.assertEqual(self.lab.experiment(run.id).rows(), rows)

    def test_1b_sweep_and_learn(self):
        variant = {"name": "mine", "weights": {"popularity": 1}}
        swept = self.lab.sweep(variant, [{"path": "weights.factors", "low": 0, "high": 1}], objectives=["ndcg@5"], settings=4)
        self.assertEqual(len(swept["settings"]), 5)
        self.assertEqual(swept["settings"][0]["values"], {})
        learnt = self.lab.learn(variant, signals=["popularity", "factors"], bootstrap_samples=0)
        self.assertEqual([signal["id"] for signal in learnt["signals"]], ["popularity", "factors"])

    def test_2_lists_and_changes(self):
        answer = self.lab.recommend("u000", top_k=5)
        self.assertEqual(len(answer), 5)
        first = answer.items[0]
        self.assertAlmostEqual(sum(part["contribution"] for part in first["contributions"]), first["score"], places=9)
        self.assertIn("<table>", answer._repr_html_())
        self.lab.log("u000", first["video_id"], "view")
        self.assertNotIn(first["video_id"], [item["video_id"] for item in self.lab.recommend("u000", top_k=20).items])
        added = self.lab.add_video("A video from Python")
        self.assertTrue(added["video_id"])

    def test_3_errors_have_code_place_and_remedy(self):
        with self.assertRaises(ranklab.RankLabError) as caught:
            self.lab.recommend("nobody at all", video="v00")
        self.assertEqual(caught.exception.code, "INVALID_ARGUMENT")
        self.assertEqual(caught.exception.status, 422)
        with self.assertRaises(ranklab.RankLabError) as caught:
            self.lab.compare([ranklab.baseline("no-such-source")])
        self.assertIn("no-such-source", str(caught.exception))
        with self.assertRaises(ranklab.RankLabError) as caught:
            ranklab.connect(self.lab.url, "wrong").summary()
        self.assertEqual(caught.exception.code, "UNAUTHORIZED")

    def test_4_a_second_workspace_object_connects(self):
        with ranklab.connect(f"{self.lab.url}/#token={self.lab._service.token}") as other:
            self.assertEqual(other.summary()["users"], self.lab.summary()["users"])
        with self.assertRaises(ranklab.RankLabError) as caught:
            ranklab.connect("http://127.0.0.1:9", "x").summary()
        self.assertEqual(caught.exception.code, "SERVICE_GONE")


if __name__ == "__main__":
    unittest.main()
