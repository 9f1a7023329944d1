from django.db import models

from analysis.findings import Findings


class Evidence(models.Model):
    """Findings as they stood when a decision could first rest on them: their bytes, and the hash of those."""

    run = models.ForeignKey("workshops.Run", models.PROTECT, related_name="evidence")
    snapshot = models.ForeignKey("datasets.Snapshot", models.PROTECT, null=True, related_name="+")
    curriculum = models.ForeignKey("curriculum.Curriculum", models.PROTECT, null=True, related_name="+")
    rounds = models.JSONField(default=list, help_text="the revealed rounds whose answers were analysed")
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "digest"], name="one_evidence_per_digest"),)
        get_latest_by = "made_at"

    def __str__(self) -> str:
        return f"{self.run}, {self.digest[:12]}"

    @property
    def findings(self) -> Findings:
        return Findings.from_bytes(bytes(self.body))
