from jobs.actions import order_job


def test_a_job_is_queued_when_it_is_ordered(organisation, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = order_job(organisation=organisation, title="Import", task="datasets.tasks.check_import")
    assert queued() == [("datasets.tasks.check_import", str(job.pk))]
